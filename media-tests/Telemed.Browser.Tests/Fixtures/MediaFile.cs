using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>A finished file as ffprobe and ffmpeg see it: our own reader would only agree with our own writer.</summary>
internal sealed class MediaFile(string path)
{
    private const int SampleRate = 48_000;
    private const int Step = SampleRate / 200;

    private readonly ConcurrentDictionary<string, Task<IReadOnlyList<(double At, double Brightness)>>> _brightness = new(StringComparer.Ordinal);

    /// <summary>ffprobe's streams, format and chapters.</summary>
    public async Task<JsonNode> ProbeAsync() => JsonNode.Parse(await Shell.RunAsync(
        "ffprobe", "-v", "error", "-show_streams", "-show_format", "-show_chapters", "-of", "json", path))!;

    /// <summary>Its length in seconds.</summary>
    public async Task<double> DurationAsync() =>
        double.Parse((string)(await ProbeAsync())["format"]!["duration"]!, CultureInfo.InvariantCulture);

    /// <summary>The mean brightness, 0 to 255, of a part of each frame, with the frame's time in seconds.</summary>
    /// <param name="crop">ffmpeg's crop arguments.</param>
    public Task<IReadOnlyList<(double At, double Brightness)>> BrightnessAsync(string crop) => _brightness.GetOrAdd(crop, MeasureBrightnessAsync);

    /// <summary>One frame's part as 32 × 18 RGB values.</summary>
    public async Task<byte[]> ThumbnailAsync(double atSeconds, string? crop = null)
    {
        var filter = (crop is null ? "" : $"crop={crop},") + "scale=32:18:flags=area";
        var (exit, pixels, errors) = await Shell.RunBytesAsync(
            "ffmpeg", "-v", "error", "-nostdin", "-ss", atSeconds.ToString(CultureInfo.InvariantCulture), "-i", path,
            "-frames:v", "1", "-vf", filter, "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        Assert.True(exit == 0, errors);
        Assert.Equal(32 * 18 * 3, pixels.Length);
        return pixels;
    }

    /// <summary>When the 1 kHz beeps begin, in seconds on the file's time line.</summary>
    public async Task<IReadOnlyList<double>> BeepsAsync()
    {
        // first_pts=0 puts samples where the file's time line says, should its sound begin later than its picture.
        var (exit, bytes, errors) = await Shell.RunBytesAsync(
            "ffmpeg", "-v", "error", "-nostdin", "-i", path, "-vn", "-af", "aresample=async=1:first_pts=0", "-ac", "1",
            "-ar", $"{SampleRate}", "-f", "s16le", "-");
        Assert.True(exit == 0, errors);
        var powers = new double[bytes.Length / 2 / Step];
        for (var index = 0; index < powers.Length; index++) powers[index] = PowerAt1000(bytes.AsSpan(index * Step * 2, Step * 2));
        var threshold = powers.Max() / 10;
        var found = new List<double>();
        for (var index = 2; index + 4 < powers.Length; index++)
        {
            var begins = powers[index] >= threshold && powers[index - 1] < threshold && powers[index - 2] < threshold;
            // A beep lasts 80 ms; a word's sound at that pitch is shorter or weaker.
            var lasts = powers[(index + 1)..(index + 5)].All(power => power >= threshold / 2);
            var at = (double)index * Step / SampleRate;
            if (begins && lasts && (found.Count == 0 || at - found[^1] > 0.5)) found.Add(at);
        }

        return found;
    }

    /// <summary>The mean difference of two thumbnails' values, 0 to 255.</summary>
    public static double Difference(byte[] left, byte[] right) => left.Zip(right, (a, b) => Math.Abs(a - b)).Average();

    private async Task<IReadOnlyList<(double At, double Brightness)>> MeasureBrightnessAsync(string crop)
    {
        var lines = await Shell.RunAsync(
            "ffprobe", "-v", "error", "-f", "lavfi", "-i", $"movie={path},crop={crop},scale=16:16,signalstats",
            "-show_entries", "frame=pts_time:frame_tags=lavfi.signalstats.YAVG", "-of", "csv=p=0");
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).Select(words => (Number(words[0]), Number(words[1])))];
    }

    // Goertzel's filter over 5 ms: five whole periods of 1 kHz.
    private static double PowerAt1000(ReadOnlySpan<byte> samples)
    {
        var coefficient = 2 * Math.Cos(2 * Math.PI * 1000 / SampleRate);
        double previous = 0, before = 0;
        for (var index = 0; index < samples.Length; index += 2)
        {
            var sample = System.Buffers.Binary.BinaryPrimitives.ReadInt16LittleEndian(samples[index..]) / 32768.0;
            (previous, before) = (sample + (coefficient * previous) - before, previous);
        }

        return (previous * previous) + (before * before) - (coefficient * previous * before);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
