using System.Diagnostics;
using System.Globalization;

namespace Telemed.Cli.Clips;

/// <summary>Makes VP8 and Opus of any file that ffmpeg can read.</summary>
internal static class ClipLoader
{
    private const long KeyFramesWithinTicks = 2 * 90_000;
    private const string LongestSeconds = "600";

    /// <summary>
    /// Reads at most ten minutes of the file. What is VP8 with near key frames, and Opus, is taken as it is; all else is
    /// transcoded.
    /// </summary>
    /// <exception cref="CliException">There is no such file, ffmpeg is missing, or it cannot read the file.</exception>
    public static async Task<Clip> LoadAsync(string path, int videoBitrate, CancellationToken stop)
    {
        if (!File.Exists(path)) throw new CliException($"there is no clip {path}", ExitCodes.Usage);
        var directory = Directory.CreateTempSubdirectory("telemed-clip-").FullName;
        try
        {
            return await TryMakeAsync(path, directory, Copied, stop)
                ?? await TryMakeAsync(path, directory, Transcoded(videoBitrate), stop)
                ?? throw new CliException($"ffmpeg cannot make picture and sound of {path}", ExitCodes.Usage);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static (string[] Video, string[] Audio) Copied => (["-c:v", "copy"], ["-c:a", "copy"]);

    // A short distance of key frames and none that are not shown: a request for one is answered by going back to the last.
    private static (string[] Video, string[] Audio) Transcoded(int videoBitrate) => (
        ["-vf", "scale='min(1280,iw)':-2,fps=25", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8",
            "-b:v", videoBitrate.ToString(CultureInfo.InvariantCulture), "-g", "25", "-auto-alt-ref", "0", "-lag-in-frames", "0"],
        ["-af", "aresample=async=1:first_pts=0", "-c:a", "libopus", "-b:a", "32k", "-ac", "1", "-ar", "48000", "-frame_duration", "20"]);

    private static async Task<Clip?> TryMakeAsync(
        string path, string directory, (string[] Video, string[] Audio) coders, CancellationToken stop)
    {
        var video = Path.Combine(directory, "video.ivf");
        var audio = Path.Combine(directory, "audio.ogg");
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-t", LongestSeconds, "-i", path,
            "-map", "0:v:0", .. coders.Video, "-f", "ivf", video, "-map", "0:a:0", .. coders.Audio, "-f", "ogg", audio,
        ];
        if (!await FfmpegAsync(arguments, stop)
            || !IvfReader.TryParse(await File.ReadAllBytesAsync(video, stop), out var frames)
            || !OggOpusReader.TryParse(await File.ReadAllBytesAsync(audio, stop), out var packets)
            || LongestWithoutKeyFrame(frames) > KeyFramesWithinTicks)
        {
            return null;
        }

        return new Clip(frames, packets, LengthOf(frames, packets));
    }

    private static long LongestWithoutKeyFrame(IReadOnlyList<ClipFrame> frames)
    {
        var keys = frames.Where(frame => frame.IsKeyFrame).Select(frame => frame.Time).Append(frames[^1].Time).ToList();
        return keys.Zip(keys.Skip(1)).Max(pair => pair.Second - pair.First);
    }

    private static async Task<bool> FfmpegAsync(string[] arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo("ffmpeg") { UseShellExecute = false, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        Process? started;
        try
        {
            started = Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            started = null;
        }

        using var ffmpeg = started ?? throw new CliException("ffmpeg is missing (Debian package ffmpeg)", ExitCodes.Usage);
        try
        {
            await ffmpeg.StandardError.ReadToEndAsync(stop);
            await ffmpeg.WaitForExitAsync(stop);
            return ffmpeg.ExitCode == 0;
        }
        finally
        {
            if (!ffmpeg.HasExited) ffmpeg.Kill();
        }
    }

    // Both start over together, when the longer of the two has ended.
    private static TimeSpan LengthOf(IReadOnlyList<ClipFrame> video, IReadOnlyList<ClipFrame> audio)
    {
        var frameTicks = video.Count > 1 ? video[^1].Time - video[^2].Time : 3_600;
        var videoEnd = TimeSpan.FromSeconds((video[^1].Time + frameTicks) / 90_000.0);
        // The encoder pads the last Opus packet: by whole video frames both ends meet where the clip's own do.
        var audioEnd = TimeSpan.FromSeconds(audio[^1].Time / 48_000.0);
        return videoEnd > audioEnd ? videoEnd : audioEnd;
    }
}
