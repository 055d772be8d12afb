using System.Globalization;
using Telemed.Media.Ffmpeg;
using Telemed.Recording.Finalising;
using Telemed.Recording.Journal;

namespace Telemed.Media.Recording;

/// <summary>Makes what a player shows beside the composed file: levels, speech, a film strip.</summary>
internal sealed class PreviewMaker(RecordingOptions options)
{
    private const int MostPictures = 100;
    private const int Columns = 10;
    private const int PictureWidth = 160;
    private const int Stretches = 2000;

    /// <summary>Listens to all sound of each participant.</summary>
    /// <exception cref="FfmpegException">ffmpeg is missing, failed or took too long.</exception>
    public async Task<Dictionary<RecordedPerson, SoundSurvey>> ListenAsync(
        RecordingProject project, IEnumerable<ComposeInput> inputs, CancellationToken ct)
    {
        var heard = new Dictionary<RecordedPerson, SoundSurvey>();
        foreach (var (path, file) in inputs)
        {
            var sounds = file.Tracks.Count(track => track.Kind == TrackKind.Audio);
            if (sounds > 0)
            {
                heard[file.Person] = await ListenAsync(project, path, sounds, ct);
            }
        }

        return heard;
    }

    /// <summary>Puts pictures at equal distances on one sheet; null when the file gave none.</summary>
    /// <exception cref="FfmpegException">ffmpeg is missing, failed or took too long.</exception>
    public async Task<PreviewFilm?> FilmAsync(
        RecordingProject project, string video, MediaProbe probe, string output, CancellationToken ct)
    {
        var stepMs = Math.Max(2000, (project.DurationMs + MostPictures - 1) / MostPictures);
        var count = (int)Math.Max(1, (project.DurationMs + stepMs - 1) / stepMs);
        var rows = (count + Columns - 1) / Columns;
        var height = PictureWidth * probe.Height / Math.Max(1, probe.Width) / 2 * 2;
        var fps = (1000.0 / stepMs).ToString("F6", CultureInfo.InvariantCulture);
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-y", "-v", "error", "-skip_frame", "nokey", "-i", "file:" + video,
            "-vf", $"fps={fps}:round=up,scale={PictureWidth}:{height},tile={Columns}x{rows}",
            "-frames:v", "1", "-q:v", "6", "-f", "image2", "-update", "1", "file:" + output,
        ];
        await FfmpegProcess.RunAsync(
            options.Ffmpeg, arguments, Composer.Limits(options, TimeSpan.FromMilliseconds(project.DurationMs)), _ => { }, ct);
        return File.Exists(output) ? new(stepMs, count, Columns, PictureWidth, height) : null;
    }

    /// <summary>The wave forms, in order of the participants.</summary>
    public static IReadOnlyList<PreviewPerson> Outlines(
        RecordingProject project, IReadOnlyDictionary<RecordedPerson, SoundSurvey> heard) =>
        [.. heard.OrderBy(entry => entry.Key.Number).Select(entry => new PreviewPerson(
            entry.Key.Participant, Convert.ToBase64String(entry.Value.Outline(Stretches, project.DurationMs))))];

    private async Task<SoundSurvey> ListenAsync(
        RecordingProject project, string path, int sounds, CancellationToken ct)
    {
        var survey = new SoundSurvey();
        var inputs = string.Concat(Enumerable.Range(0, sounds).Select(index =>
            string.Create(CultureInfo.InvariantCulture, $"[0:a:{index}]")));
        // From the time line's start, with silence where there is none.
        var rate = SoundSurvey.SampleRate;
        var filter = string.Create(
            CultureInfo.InvariantCulture,
            $"{inputs}amix=inputs={sounds}:normalize=0,aresample={rate}:async=1:first_pts=0,aformat=sample_fmts=s16:channel_layouts=mono[out]");
        string[] arguments =
        [
            "-hide_banner", "-nostdin", "-v", "error", "-i", "file:" + path, "-filter_complex", filter,
            "-map", "[out]", "-f", "s16le", "pipe:1",
        ];
        var limits = Composer.Limits(options, TimeSpan.FromMilliseconds(project.DurationMs));
        await FfmpegProcess.ReadBytesAsync(options.Ffmpeg, arguments, limits, bytes => survey.Take(bytes.Span), ct);
        return survey;
    }
}
