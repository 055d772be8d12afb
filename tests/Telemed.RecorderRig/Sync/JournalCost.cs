using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Journal;
using Telemed.Rtc.Time;

namespace Telemed.RecorderRig.Sync;

/// <summary>What the journal costs for each packet: queue, encryption, hash chain, file, disk. What a whole server pays for
/// it, sockets and all, is <c>COST_PARTS=recording eng/bench cost</c>.</summary>
internal static class JournalCost
{
    private const int VideoBytes = 1100;
    private const int AudioBytes = 120;
    private const int VideoPerSecond = 60;
    private const int AudioPerSecond = 50;

    /// <summary>One stream as fast as the disk takes it, and consults of two at the pace of life.</summary>
    public static async Task<List<Figure>> MeasureAsync()
    {
        await FloodAsync(200_000); // what is compiled on the way is not measured
        const int Rounds = 3;
        var flood = new List<double>();
        var live = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            flood.Add(await FloodAsync(400_000));
            live.Add(await LiveAsync(rooms: 40, seconds: 6));
        }

        return
        [
            Of("journal, one stream at full speed: CPU a packet of 1,100 bytes", flood),
            Of("journal, 40 live consults of two: CPU a packet", live),
        ];
    }

    private static Figure Of(string name, List<double> rounds)
    {
        var ordered = rounds.Order().ToList();
        var median = ordered[ordered.Count / 2];
        return new(name, median, "µs", "<= 1.5 (10 % of 15 µs a packet in rooms of two)", median <= 1.5, string.Create(
            CultureInfo.InvariantCulture, $"{ordered[0]:0.00} to {ordered[^1]:0.00}"));
    }

    private static async Task<double> FloodAsync(int packets)
    {
        using var session = new Session();
        await using var recorder = new Recorder(session.Options, NullLoggerFactory.Instance);
        var tap = await OpenAsync(recorder, "r1");
        var track = tap.AddTrack(Describe(TrackKind.Video, 0), new(0));
        var packet = Packet(VideoBytes, 96);
        var before = Environment.CpuUsage.TotalTime;
        for (var index = 0; index < packets; index++)
        {
            while (tap.IsBusy)
            {
                await Task.Delay(1);
            }

            Number(packet, index);
            tap.OnRtp(track, new(index * 1000L), packet);
        }

        tap.Close(new(packets * 1000L));
        await tap.Completion;
        return (Environment.CpuUsage.TotalTime - before).TotalMicroseconds / packets;
    }

    /// <summary>Each person sends sound and picture; what the pacing itself costs is taken off.</summary>
    private static async Task<double> LiveAsync(int rooms, int seconds)
    {
        using var session = new Session();
        await using var recorder = new Recorder(session.Options, NullLoggerFactory.Instance);
        var taps = new List<(RecordingTap Tap, TrackHandle Video, TrackHandle Audio)>();
        for (var room = 0; room < rooms; room++)
        {
            var tap = await OpenAsync(recorder, $"r{room}");
            for (var person = 0; person < 2; person++)
            {
                taps.Add((tap, tap.AddTrack(Describe(TrackKind.Video, person), new(0)), tap.AddTrack(Describe(TrackKind.Audio, person), new(0))));
            }
        }

        var (video, audio) = (Packet(VideoBytes, 96), Packet(AudioBytes, 111));
        Pace(1, (_, _, _) => { }); // the machine finds its pace
        var idle = Pace(seconds, (_, _, _) => { });
        var spent = Pace(seconds, (now, index, isVideo) =>
        {
            var packet = isVideo ? video : audio;
            Number(packet, index);
            foreach (var (tap, videoTrack, audioTrack) in taps)
            {
                tap.OnRtp(isVideo ? videoTrack : audioTrack, now, packet);
            }
        });
        foreach (var tap in taps.Select(one => one.Tap).Distinct())
        {
            tap.Close(new(seconds * 1_000_000_000L));
            await tap.Completion;
        }

        return (spent - idle).TotalMicroseconds / (taps.Count * seconds * (VideoPerSecond + AudioPerSecond));
    }

    /// <summary>Calls at the pace of one sender's packets; what the process spent meanwhile.</summary>
    private static TimeSpan Pace(int seconds, Action<MonotonicTime, int, bool> send)
    {
        var before = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        var (video, audio) = (0, 0);
        while (video < seconds * VideoPerSecond || audio < seconds * AudioPerSecond)
        {
            var now = new MonotonicTime((long)clock.Elapsed.TotalNanoseconds);
            for (; video < Math.Min(seconds, clock.Elapsed.TotalSeconds) * VideoPerSecond; video++)
            {
                send(now, video, true);
            }

            for (; audio < Math.Min(seconds, clock.Elapsed.TotalSeconds) * AudioPerSecond; audio++)
            {
                send(now, audio, false);
            }

            Thread.Sleep(5); // the pace of a sender, not a wait for something: what is due is counted by the clock
        }

        return Environment.CpuUsage.TotalTime - before;
    }

    private static Task<RecordingTap> OpenAsync(Recorder recorder, string id) => recorder.OpenAsync(
        new(id, 0, Session.StartedAt, []) { ConsultId = "consult-1" }, new(0), CancellationToken.None);

    private static TrackDescription Describe(TrackKind kind, int person) => kind == TrackKind.Video
        ? new($"p{person}", $"p{person}-face", "1", kind, "face", "", "VP8", 96, 90_000, 1000)
        : new($"p{person}", $"p{person}-voice", "0", kind, "voice", "", "opus", 111, 48_000, 2000);

    private static byte[] Packet(int length, byte payloadType)
    {
        var packet = new byte[length];
        packet[0] = 0x80;
        packet[1] = payloadType;
        return packet;
    }

    private static void Number(byte[] packet, int index)
    {
        packet[2] = (byte)(index >> 8);
        packet[3] = (byte)index;
    }
}
