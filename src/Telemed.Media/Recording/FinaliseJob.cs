using Telemed.Media.Ffmpeg;
using Telemed.Recording.Crypto;
using Telemed.Recording.Finalising;
using Telemed.Recording.Manifest;
using Telemed.Recording.Sealing;

namespace Telemed.Media.Recording;

/// <summary>
/// Makes a recording's finished files: everything is first made whole in the work directory, then encrypted beside its
/// place and forced to the disk, and only then put in place, the manifest last.
/// </summary>
internal sealed class FinaliseJob(
    RecordingOptions options,
    RecordingPaths paths,
    string recordingId,
    string consultId,
    CaseKey key,
    NodeSigner signer,
    TimeProvider time,
    FinaliseProgress progress)
{
    private const string FilmName = "filmstrip.jpg";
    private const string PreviewName = "preview.json";
    private const string CaptionsName = "captions.vtt";
    private const string DrawingsName = "video-drawings.mkv";

    private const string VideoName = "video.mp4";

    /// <summary>Does it all.</summary>
    /// <exception cref="RecordingException">The journal is empty, ffmpeg failed, or the files may not be published.</exception>
    public async Task<RecordingManifest> RunAsync(
        IReadOnlyList<SegmentSource> segments, Func<CancellationToken, Task<bool>>? mayPublish, CancellationToken ct)
    {
        var work = paths.Work(recordingId);
        Clear(work);
        RecordingPaths.Make(work);
        RecordingPaths.Make(paths.Final(recordingId));
        try
        {
            var project = RecordingProject.Open(segments, key);
            if (project is not { DurationMs: > 0 })
            {
                throw new RecordingException(RecordingRefusal.Empty, "The journal holds nothing that can be played.");
            }

            progress.Surveyed();
            var inputs = WritePeople(project, work, ct);
            var made = await MakeAsync(project, inputs, work, ct);
            if (mayPublish is not null && !await mayPublish(ct))
            {
                throw new RecordingException(RecordingRefusal.TakenOver, "Another node has taken the recording over.");
            }

            return Publish(project, inputs, made, work, ct);
        }
        finally
        {
            Clear(work);
        }
    }

    private List<ComposeInput> WritePeople(RecordingProject project, string work, CancellationToken ct)
    {
        var inputs = new List<ComposeInput>();
        foreach (var person in project.People)
        {
            var path = Path.Combine(work, $"participant-{person.Number}.webm");
            using var file = new FileStream(path, DurableFile.CreateOptions);
            var written = project.Write(person, file, share =>
            {
                ct.ThrowIfCancellationRequested();
                progress.Person(person.Number, project.People.Count, share);
            });
            if (written.Tracks.Count > 0)
            {
                inputs.Add(new(path, written));
            }
        }

        return inputs;
    }

    /// <summary>Everything that ffmpeg makes.</summary>
    private async Task<Made> MakeAsync(
        RecordingProject project, List<ComposeInput> inputs, string work, CancellationToken ct)
    {
        try
        {
            var previews = new PreviewMaker(options);
            var heard = await previews.ListenAsync(project, inputs, ct);
            var speech = heard.OrderBy(entry => entry.Key.Number)
                .SelectMany(entry => entry.Value.Speech(entry.Key.Participant))
                .OrderBy(span => span.FromMs)
                .ToList();
            progress.Heard();
            var captions = await WriteCaptionsAsync(project, speech, work, ct);
            var composer = new Composer(options);
            var video = await composer.RunAsync(project, inputs, captions, work, progress.Composed, ct);
            if (video.Drawings.Count > 0)
            {
                await composer.AddDrawingsAsync(project, video, work, Path.Combine(work, DrawingsName), ct);
            }

            var film = await previews.FilmAsync(project, video.Path, video.Probe, Path.Combine(work, FilmName), ct);
            var data = new PreviewData(project.DurationMs, PreviewMaker.Outlines(project, heard), film, video.Drawings);
            await File.WriteAllBytesAsync(Path.Combine(work, PreviewName), data.ToJson(), ct);
            return new(video, speech, film is not null);
        }
        catch (FfmpegException exception)
        {
            throw new RecordingException(
                RecordingRefusal.ComposeFailed, $"{exception.Message} {exception.ErrorTail}".Trim(), exception);
        }
    }

    /// <summary>One file of all captions for the page, and one for each kind that has any, for the composed file.</summary>
    private static async Task<IReadOnlyList<(string Path, string Title)>> WriteCaptionsAsync(
        RecordingProject project, IReadOnlyList<ManifestSpeech> speech, string work, CancellationToken ct)
    {
        var speakers = CaptionTrack.Speakers(speech, project.NameOf);
        var gaps = CaptionTrack.Gaps(project.AllGaps(), project.NameOf, project.DurationMs);
        await File.WriteAllTextAsync(
            Path.Combine(work, CaptionsName),
            CaptionTrack.ToWebVtt(speakers.Concat(gaps).OrderBy(caption => caption.FromMs)),
            ct);
        var tracks = new List<(string, string)>();
        foreach (var (captions, title) in new[] { (speakers, "Speakers"), (gaps, "Gaps") })
        {
            if (captions.Count > 0)
            {
                var path = Path.Combine(work, title + ".vtt");
                await File.WriteAllTextAsync(path, CaptionTrack.ToWebVtt(CaptionTrack.ForMp4(captions)), ct);
                tracks.Add((path, title));
            }
        }

        return tracks;
    }

    private RecordingManifest Publish(
        RecordingProject project, List<ComposeInput> inputs, Made made, string work, CancellationToken ct)
    {
        SealFiles.Break(paths, recordingId);
        var files = new Dictionary<RecordedPerson, ManifestFile>();
        foreach (var (path, file) in inputs)
        {
            ct.ThrowIfCancellationRequested();
            files[file.Person] = Prepare(path, Describe(file));
        }

        var probe = made.Video.Probe;
        var length = (long)probe.Duration.TotalMilliseconds;
        var composed = Prepare(made.Video.Path, new(VideoName, "video/mp4", 0, "", "", length, probe.Width, probe.Height));
        var previews = PreparePreviews(made, work);
        var manifest = project.Manifest(
            recordingId, consultId, RecordingSoftware.Name, composed, files, made.Speech, previews);
        var json = ManifestJson.Write(manifest);
        var plain = Path.Combine(work, RecordingPaths.ManifestName);
        DurableFile.Write(plain, json);
        Vault.Prepare(plain, paths.Manifest(recordingId), key, composed);
        ct.ThrowIfCancellationRequested();
        foreach (var file in manifest.Files())
        {
            Vault.Publish(paths.FinalFile(recordingId, file.Name));
        }

        Vault.Publish(paths.Manifest(recordingId));
        new SealFiles(paths, signer).Write(recordingId, consultId, json, time.GetUtcNow());
        progress.Done();
        return manifest;
    }

    private List<ManifestFile> PreparePreviews(Made made, string work)
    {
        var previews = new List<ManifestFile>
        {
            PreparePreview(work, PreviewName, "application/json"),
            PreparePreview(work, CaptionsName, "text/vtt"),
        };
        if (made.HasFilm)
        {
            previews.Add(PreparePreview(work, FilmName, "image/jpeg"));
        }

        if (made.Video is { Drawings.Count: > 0, Probe: var probe })
        {
            previews.Add(Prepare(Path.Combine(work, DrawingsName), new(
                DrawingsName, "video/x-matroska", 0, "", "", (long)probe.Duration.TotalMilliseconds, probe.Width, probe.Height)));
        }

        return previews;
    }

    private ManifestFile PreparePreview(string work, string name, string contentType) =>
        Prepare(Path.Combine(work, name), new(name, contentType, 0, "", "", 0, 0, 0));

    private ManifestFile Prepare(string content, ManifestFile describe) =>
        Vault.Prepare(content, paths.FinalFile(recordingId, describe.Name), key, describe);

    private static ManifestFile Describe(PersonFile file)
    {
        var name = $"participant-{file.Person.Number}.{(file.IsWebm ? "webm" : "mkv")}";
        var type = file.IsWebm ? "video/webm" : "video/x-matroska";
        var picture = file.Tracks.FirstOrDefault(track => track.Width > 0);
        return new(name, type, 0, "", "", file.DurationMs, picture?.Width ?? 0, picture?.Height ?? 0);
    }

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private sealed record Made(ComposedVideo Video, IReadOnlyList<ManifestSpeech> Speech, bool HasFilm);
}
