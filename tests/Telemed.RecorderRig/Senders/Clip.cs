using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Telemed.RecorderRig.Senders;

/// <summary>
/// Real VP8 and Opus made by ffmpeg: every second, at <c>phase</c>, the picture flashes white and a tone sounds, each for
/// 100 ms.
/// </summary>
internal sealed class Clip
{
    public const int FramesPerSecond = 25;
    public const int SamplesPerPacket = 960;
    private const int SampleRate = 48_000;
    private static readonly ConcurrentDictionary<(int, int, double, int, int), Lazy<Clip>> Made = new();

    private Clip(List<byte[]> frames, List<byte[]> packets)
    {
        Frames = frames;
        Packets = packets;
    }

    public List<byte[]> Frames { get; }

    public List<byte[]> Packets { get; }

    public static Clip Make(int seconds, int tone, double phase, int width = 320, int height = 240) =>
        Made.GetOrAdd((seconds, tone, phase, width, height), key => new(() => New(key))).Value;

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static Clip Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        return new(ReadList(reader), ReadList(reader));

        static List<byte[]> ReadList(BinaryReader reader)
        {
            var list = new List<byte[]>(reader.ReadInt32());
            for (var count = list.Capacity; count > 0; count--)
            {
                list.Add(reader.ReadBytes(reader.ReadInt32()));
            }

            return list;
        }
    }

    /// <summary>Writes the clip to a file, so that another process need not make it again.</summary>
    public void Write(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        foreach (var list in (List<byte[]>[])[Frames, Packets])
        {
            writer.Write(list.Count);
            foreach (var item in list)
            {
                writer.Write(item.Length);
                writer.Write(item);
            }
        }
    }

    /// <summary>One clip after the other.</summary>
    public static Clip Join(Clip first, Clip second) =>
        new([.. first.Frames, .. second.Frames], [.. first.Packets, .. second.Packets]);

    /// <summary>A flashing picture in H.264; each frame is NAL units without start codes, each led by a 32-bit length.</summary>
    public static Clip MakeH264(int seconds, double phase)
    {
        var folder = Directory.CreateTempSubdirectory("telemed-clip-").FullName;
        try
        {
            var file = Path.Combine(folder, "video.h264");
            Run(
                "-f", "lavfi", "-i", Flashing(320, 240, seconds, phase),
                "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-profile:v", "baseline", "-g", "25",
                "-x264-params", "sliced-threads=0:slices=1:aud=0", "-f", "h264", file);
            return new(ReadAnnexB(File.ReadAllBytes(file)), []);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Flashing(int width, int height, int seconds, double phase) =>
        $"testsrc2=s={width}x{height}:r={FramesPerSecond}:d={seconds},eq=brightness=-0.4"
        + $",drawbox=c=white:t=fill:enable={IsOn(phase)}";

    private static string IsOn(double phase) =>
        string.Create(CultureInfo.InvariantCulture, $"lt(mod(t+1-{phase}\\,1)\\,0.1)");

    private static Clip New((int Seconds, int Tone, double Phase, int Width, int Height) key)
    {
        var folder = Directory.CreateTempSubdirectory("telemed-clip-").FullName;
        try
        {
            var video = Path.Combine(folder, "video.ivf");
            var audio = Path.Combine(folder, "audio.ogg");
            Run(
                "-f", "lavfi", "-i",
                Flashing(key.Width, key.Height, key.Seconds, key.Phase),
                "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "-8", "-threads", "1", "-b:v", "400k", "-g", "25",
                "-auto-alt-ref", "0", "-lag-in-frames", "0", "-f", "ivf", video);
            Run(
                "-f", "lavfi", "-i", $"aevalsrc=exprs=0.4*sin(2*PI*{key.Tone}*t)*{IsOn(key.Phase)}:s=48000:d={key.Seconds}",
                "-c:a", "libopus", "-b:a", "48k", "-frame_duration", "20", "-vbr", "on", "-f", "ogg", audio);

            // The encoder's look-ahead makes one packet more than the clip is long; in a loop sound would come 20 ms later
            // each time.
            var packets = ReadOgg(File.ReadAllBytes(audio));
            return new(ReadIvf(File.ReadAllBytes(video)), packets[..(key.Seconds * SampleRate / SamplesPerPacket)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-y", .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(errors);
        }
    }

    private static List<byte[]> ReadIvf(byte[] file)
    {
        var frames = new List<byte[]>();
        for (var at = 32; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(at));
            frames.Add(file.AsSpan(at + 12, length).ToArray());
            at += 12 + length;
        }

        return frames;
    }

    /// <summary>Splits at start codes and puts a frame together at each slice.</summary>
    private static List<byte[]> ReadAnnexB(byte[] file)
    {
        var frames = new List<byte[]>();
        var open = new List<byte>();
        ReadOnlySpan<byte> rest = file;
        while (rest.IndexOf([(byte)0, (byte)0, (byte)1]) is var start and >= 0)
        {
            rest = rest[(start + 3)..];
            var next = rest.IndexOf([(byte)0, (byte)0, (byte)1]);
            var unit = (next < 0 ? rest : rest[..next]).TrimEnd((byte)0);
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, unit.Length);
            open.AddRange(length);
            open.AddRange(unit);
            if ((unit[0] & 0x1F) is 1 or 5)
            {
                frames.Add([.. open]);
                open.Clear();
            }
        }

        return frames;
    }

    /// <summary>The packets of an Ogg stream (RFC 3533) without the two header packets.</summary>
    private static List<byte[]> ReadOgg(byte[] file)
    {
        var packets = new List<byte[]>();
        var open = new List<byte>();
        for (var at = 0; at + 27 <= file.Length;)
        {
            int segments = file[at + 26];
            var body = at + 27 + segments;
            for (var index = 0; index < segments; index++)
            {
                int length = file[at + 27 + index];
                open.AddRange(file.AsSpan(body, length));
                body += length;
                if (length < 255)
                {
                    packets.Add([.. open]);
                    open.Clear();
                }
            }

            at = body;
        }

        return packets[2..];
    }
}
