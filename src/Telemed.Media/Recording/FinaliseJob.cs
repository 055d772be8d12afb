using Telemed.Media.Ffmpeg;
using Telemed.Recording.Crypto;
using Telemed.Recording.Finalising;
using Telemed.Recording.Manifest;

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
    FinaliseProgress progress)
{
    private const string VideoName = "video.mp4";

    /// <summary>Does it all.</summary>
    /// <exception cref="RecordingException">The journal is empty, or ffmpeg failed.</exception>
    public async Task<RecordingManifest> RunAsync(IReadOnlyList<SegmentSource> segments, CancellationToken ct)
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
            var (video, probe) = await ComposeAsync(project, inputs, work, ct);
            return Publish(project, inputs, video, probe, work, ct);
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

    private async Task<(string Path, MediaProbe Probe)> ComposeAsync(
        RecordingProject project, List<ComposeInput> inputs, string work, CancellationToken ct)
    {
        try
        {
            return await new Composer(options).RunAsync(project, inputs, work, progress.Composed, ct);
        }
        catch (FfmpegException exception)
        {
            throw new RecordingException(
                RecordingRefusal.ComposeFailed, $"{exception.Message} {exception.ErrorTail}".Trim(), exception);
        }
    }

    private RecordingManifest Publish(
        RecordingProject project,
        List<ComposeInput> inputs,
        string video,
        MediaProbe probe,
        string work,
        CancellationToken ct)
    {
        var files = new Dictionary<RecordedPerson, ManifestFile>();
        foreach (var (path, file) in inputs)
        {
            ct.ThrowIfCancellationRequested();
            files[file.Person] = Prepare(path, Describe(file));
        }

        var composed = Prepare(video, new(
            VideoName, "video/mp4", 0, "", "", (long)probe.Duration.TotalMilliseconds, probe.Width, probe.Height));
        var manifest = project.Manifest(recordingId, consultId, RecordingSoftware.Name, composed, files);
        var json = Path.Combine(work, RecordingPaths.ManifestName);
        DurableFile.Write(json, ManifestJson.Write(manifest));
        Vault.Prepare(json, paths.Manifest(recordingId), key, composed);
        ct.ThrowIfCancellationRequested();
        foreach (var file in files.Values.Append(composed))
        {
            Vault.Publish(paths.FinalFile(recordingId, file.Name));
        }

        Vault.Publish(paths.Manifest(recordingId));
        progress.Done();
        return manifest;
    }

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
}
