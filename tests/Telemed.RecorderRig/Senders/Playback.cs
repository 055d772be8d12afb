using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using Telemed.Media.Recording;

namespace Telemed.RecorderRig.Senders;

/// <summary>Decodes a composed file with ffmpeg, as a viewer would see and hear it.</summary>
internal sealed class Playback
{
    private const int SampleRate = 8000;
    private readonly string _file;

    private Playback(string file) => _file = file;

    public static Playback Of(RecordingLibrary library, string id, string folder)
    {
        var file = Path.Combine(folder, $"{id}-{Guid.NewGuid():N}.mp4");
        using var content = library.OpenVideo(id)!;
        using var output = File.Create(file);
        content.CopyTo(output);
        return new(file);
    }

    public string FilePath => _file;

    /// <summary>The instants, in seconds, at which a part of the picture turns bright.</summary>
    public List<double> Flashes(int x, int y, int width, int height)
    {
        const int Rate = 100;
        var crop = $"fps={Rate},crop={width}:{height}:{x}:{y},scale=1:1:flags=area,format=gray";
        return Onsets(Run("-i", _file, "-vf", crop, "-f", "rawvideo", "-"), 1.0 / Rate, value => value > 150);
    }

    /// <summary>The mean brightness, 0 to 255, of a part of the picture at an instant.</summary>
    public double Brightness(double at, int x, int y, int width, int height)
    {
        var crop = $"crop={width}:{height}:{x}:{y},scale=1:1:flags=area,format=gray";
        var time = at.ToString("F3", CultureInfo.InvariantCulture);
        return Run("-ss", time, "-i", _file, "-frames:v", "1", "-vf", crop, "-f", "rawvideo", "-")[0];
    }

    /// <summary>The instants, in seconds, at which a tone begins.</summary>
    public List<double> Beeps(int tone)
    {
        var bytes = Run("-i", _file, "-ac", "1", "-ar", $"{SampleRate}", "-f", "s16le", "-");
        var samples = new double[bytes.Length / 2];
        for (var index = 0; index < samples.Length; index++)
        {
            samples[index] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(index * 2)) / 32768.0;
        }

        const int Window = 80; // 10 ms
        var loud = new List<byte>();
        for (var at = 0; at + Window <= samples.Length; at += Window / 2)
        {
            loud.Add(Power(samples.AsSpan(at, Window), tone) > 0.003 ? (byte)255 : (byte)0);
        }

        return Onsets([.. loud], Window / 2.0 / SampleRate, value => value > 0).ConvertAll(at => at + 0.005);
    }

    /// <summary>How far each flash is from the nearest beep, in seconds.</summary>
    public static List<double> Skews(List<double> flashes, List<double> beeps) =>
        [.. flashes.Select(flash => beeps.Select(beep => beep - flash).MinBy(Math.Abs))];

    private static double Power(ReadOnlySpan<double> samples, int tone)
    {
        var (real, imaginary) = (0.0, 0.0);
        for (var index = 0; index < samples.Length; index++)
        {
            var angle = 2 * Math.PI * tone * index / SampleRate;
            real += samples[index] * Math.Cos(angle);
            imaginary += samples[index] * Math.Sin(angle);
        }

        return ((real * real) + (imaginary * imaginary)) / ((double)samples.Length * samples.Length);
    }

    private static List<double> Onsets(byte[] values, double step, Func<byte, bool> isOn)
    {
        var onsets = new List<double>();
        for (var index = 1; index < values.Length; index++)
        {
            if (isOn(values[index]) && !isOn(values[index - 1]))
            {
                onsets.Add(index * step);
            }
        }

        return onsets;
    }

    private static byte[] Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(errors.Result);
        }
        return output.ToArray();
    }
}
