using Telemed.Media.Ffmpeg;
using Telemed.Recording.Finalising;

namespace Telemed.Media.Recording;

/// <summary>Composes one file of all participants with ffmpeg.</summary>
internal sealed class Composer(RecordingOptions options)
{
    private static readonly TimeSpan LeastTime = TimeSpan.FromMinutes(2);

    /// <summary>Composes and checks the result.</summary>
    /// <param name="project">The recording.</param>
    /// <param name="inputs">The participants' files; may be empty.</param>
    /// <param name="folder">Where to work.</param>
    /// <param name="progress">Hears 0 to 1.</param>
    /// <param name="ct">Ends ffmpeg.</param>
    /// <returns>The file, with what ffprobe says of it.</returns>
    /// <exception cref="FfmpegException">ffmpeg is missing, failed or took too long.</exception>
    public async Task<(string Path, MediaProbe Probe)> RunAsync(
        RecordingProject project,
        IReadOnlyList<ComposeInput> inputs,
        string folder,
        Action<double> progress,
        CancellationToken ct)
    {
        var duration = TimeSpan.FromMilliseconds(project.DurationMs);
        var plan = new ComposePlan(inputs, duration);
        var chapters = Path.Combine(folder, "chapters.txt");
        var output = Path.Combine(folder, "video.mp4");
        await File.WriteAllTextAsync(chapters, ChapterFile.Text(project.Chapters, project.DurationMs), ct);
        var time = duration * options.ComposeTimeFactor;
        var limits = new FfmpegLimits(time > LeastTime ? time : LeastTime, (long)options.ComposeMegabytes << 20);
        await FfmpegProcess.RunAsync(
            options.Ffmpeg,
            plan.Arguments(chapters, output, options.ComposeThreads),
            limits,
            line => Hear(line, duration, progress),
            ct);
        return (output, await Ffprobe.RunAsync(options.Ffprobe, output, ct));
    }

    private static void Hear(string line, TimeSpan duration, Action<double> progress)
    {
        if (FfmpegProgress.TryParse(line, out var reached))
        {
            progress(Math.Min(1, reached / duration));
        }
    }
}
