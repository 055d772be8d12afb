using System.Globalization;

namespace Telemed.Media.Ffmpeg;

/// <summary>Reads the lines of <c>-progress</c>: <c>out_time_us=1234567</c> among others.</summary>
internal static class FfmpegProgress
{
    private const string Key = "out_time_us=";

    /// <summary>The time that the output has reached; false for any other line, and while nothing is known.</summary>
    public static bool TryParse(string line, out TimeSpan reached)
    {
        reached = default;
        if (!line.StartsWith(Key, StringComparison.Ordinal)
            || !long.TryParse(line.AsSpan(Key.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var us))
        {
            return false;
        }

        reached = TimeSpan.FromMicroseconds(us);
        return true;
    }
}
