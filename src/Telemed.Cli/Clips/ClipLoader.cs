using System.Diagnostics;
using System.Globalization;

namespace Telemed.Cli.Clips;

/// <summary>Makes VP8 and Opus of any file that ffmpeg can read.</summary>
internal static class ClipLoader
{
    private const int KeyFrameEverySeconds = 1;
    private const string LongestSeconds = "600";

    /// <summary>Transcodes at most ten minutes of the file and reads the result.</summary>
    /// <exception cref="CliException">There is no such file, ffmpeg is missing, or it cannot read the file.</exception>
    public static async Task<Clip> LoadAsync(string path, int videoBitrate, CancellationToken stop)
    {
        if (!File.Exists(path)) throw new CliException($"there is no clip {path}", ExitCodes.Usage);
        var directory = Directory.CreateTempSubdirectory("telemed-clip-").FullName;
        try
        {
            var video = Path.Combine(directory, "video.ivf");
            var audio = Path.Combine(directory, "audio.ogg");
            await FfmpegAsync(Arguments(path, video, audio, videoBitrate), path, stop);
            if (!IvfReader.TryParse(await File.ReadAllBytesAsync(video, stop), out var frames)
                || !OggOpusReader.TryParse(await File.ReadAllBytesAsync(audio, stop), out var packets))
            {
                throw new CliException($"{path} must hold both picture and sound", ExitCodes.Usage);
            }

            return new Clip(frames, packets, LengthOf(frames, packets));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // No B-frames and a short distance of key frames: a request for one is answered by beginning at the next.
    private static string[] Arguments(string path, string video, string audio, int videoBitrate) =>
    [
        "-hide_banner", "-loglevel", "error", "-nostdin", "-y", "-t", LongestSeconds, "-i", path,
        "-map", "0:v:0", "-vf", "scale='min(1280,iw)':-2,fps=25", "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8",
        "-b:v", videoBitrate.ToString(CultureInfo.InvariantCulture), "-g", (25 * KeyFrameEverySeconds).ToString(CultureInfo.InvariantCulture),
        "-auto-alt-ref", "0", "-lag-in-frames", "0", "-f", "ivf", video,
        "-map", "0:a:0", "-af", "aresample=async=1:first_pts=0", "-c:a", "libopus", "-b:a", "32k", "-ac", "1", "-ar", "48000",
        "-frame_duration", "20", "-f", "ogg", audio,
    ];

    private static async Task FfmpegAsync(string[] arguments, string path, CancellationToken stop)
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
            var said = await ffmpeg.StandardError.ReadToEndAsync(stop);
            await ffmpeg.WaitForExitAsync(stop);
            if (ffmpeg.ExitCode != 0)
            {
                throw new CliException($"ffmpeg cannot make a call of {path}: {said.Trim().Split('\n')[^1]}", ExitCodes.Usage);
            }
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
