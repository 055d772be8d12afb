using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Telemed.Media.Ffmpeg;

/// <summary>Asks ffprobe about a file.</summary>
internal static class Ffprobe
{
    private static readonly FfmpegLimits Limits = new(TimeSpan.FromSeconds(60), 2L << 30);

    /// <summary>Looks into a file.</summary>
    /// <exception cref="FfmpegException">ffprobe is missing or cannot read the file.</exception>
    public static async Task<MediaProbe> RunAsync(string program, string file, CancellationToken ct)
    {
        var text = new StringBuilder();
        string[] arguments =
        [
            "-v", "error", "-of", "json", "-show_format", "-show_streams", "-show_chapters", "-i", "file:" + file,
        ];
        await FfmpegProcess.RunAsync(program, arguments, Limits, line => text.AppendLine(line), ct);
        try
        {
            using var json = JsonDocument.Parse(text.ToString());
            return Read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or FormatException)
        {
            throw new FfmpegException(FfmpegFailure.BadOutput, "ffprobe's answer cannot be read.", "", exception);
        }
    }

    private static MediaProbe Read(JsonElement root)
    {
        var streams = root.GetProperty("streams").EnumerateArray().ToList();
        var video = streams.FindAll(stream => IsKind(stream, "video"));
        return new(
            Seconds(root.GetProperty("format").GetProperty("duration")),
            video.Count == 0 ? 0 : video[0].GetProperty("width").GetInt32(),
            video.Count == 0 ? 0 : video[0].GetProperty("height").GetInt32(),
            streams.Count(stream => IsKind(stream, "audio")),
            video.Count,
            [.. root.GetProperty("chapters").EnumerateArray().Select(Chapter)]);
    }

    private static bool IsKind(JsonElement stream, string kind) =>
        string.Equals(stream.GetProperty("codec_type").GetString(), kind, StringComparison.Ordinal);

    private static (TimeSpan At, string Title) Chapter(JsonElement chapter) => (
        Seconds(chapter.GetProperty("start_time")),
        chapter.TryGetProperty("tags", out var tags) && tags.TryGetProperty("title", out var title)
            ? title.GetString() ?? ""
            : "");

    private static TimeSpan Seconds(JsonElement value) =>
        TimeSpan.FromSeconds(double.Parse(value.GetString() ?? "", CultureInfo.InvariantCulture));
}
