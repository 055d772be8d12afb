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
    /// <param name="captions">Files of WebVTT with their titles.</param>
    /// <param name="folder">Where to work.</param>
    /// <param name="progress">Hears 0 to 1.</param>
    /// <param name="ct">Ends ffmpeg.</param>
    /// <returns>The file, and what was drawn over it.</returns>
    /// <exception cref="FfmpegException">ffmpeg is missing, failed or took too long.</exception>
    public async Task<ComposedVideo> RunAsync(
        RecordingProject project,
        IReadOnlyList<ComposeInput> inputs,
        IReadOnlyList<(string Path, string Title)> captions,
        string folder,
        Action<double> progress,
        CancellationToken ct)
    {
        var duration = TimeSpan.FromMilliseconds(project.DurationMs);
        var plan = new ComposePlan(inputs, duration);
        var chapters = Path.Combine(folder, "chapters.txt");
        var output = Path.Combine(folder, "video.mp4");
        await File.WriteAllTextAsync(chapters, ChapterFile.Text(project.Chapters, project.DurationMs), ct);
        var limits = Limits(options, duration);
        await FfmpegProcess.RunAsync(
            options.Ffmpeg,
            plan.Arguments(chapters, output, options.ComposeThreads, captions),
            limits,
            line => Hear(line, duration, progress),
            ct);
        return new(output, await Ffprobe.RunAsync(options.Ffprobe, output, ct), plan.Place(project.Drawings));
    }

    /// <summary>Makes a second file of a composed one, with what was drawn as a track that a player can switch off.</summary>
    /// <exception cref="FfmpegException">ffmpeg is missing, failed or took too long.</exception>
    public async Task AddDrawingsAsync(
        RecordingProject project, ComposedVideo video, string folder, string output, CancellationToken ct)
    {
        var drawings = Path.Combine(folder, "drawings.ass");
        var text = DrawingTrack.ToAss(video.Drawings, video.Probe.Width, video.Probe.Height, project.NameOf);
        await File.WriteAllTextAsync(drawings, text, ct);
        var limits = Limits(options, TimeSpan.FromMilliseconds(project.DurationMs));
        await FfmpegProcess.RunAsync(
            options.Ffmpeg, ComposePlan.WithDrawings(video.Path, drawings, output), limits, _ => { }, ct);
    }

    /// <summary>What a run over a recording of this length may take.</summary>
    internal static FfmpegLimits Limits(RecordingOptions options, TimeSpan duration)
    {
        var time = duration * options.ComposeTimeFactor;
        return new(time > LeastTime ? time : LeastTime, (long)options.ComposeMegabytes << 20);
    }

    private static void Hear(string line, TimeSpan duration, Action<double> progress)
    {
        if (FfmpegProgress.TryParse(line, out var reached))
        {
            progress(Math.Min(1, reached / duration));
        }
    }
}
