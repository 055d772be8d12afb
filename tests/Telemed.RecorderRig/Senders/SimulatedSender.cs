using System.Buffers.Binary;
using Telemed.Media.Recording;
using Telemed.Recording.Journal;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.RecorderRig.Senders;

/// <summary>
/// A participant who sends a clip over a bad network, in virtual time: every packet and report is put down with the
/// instant at which it arrives. The sender's wall clock and media clocks may be wrong, as real ones are.
/// </summary>
internal sealed class SimulatedSender
{
    private readonly List<(long Ns, Action<RecordingTap, MonotonicTime> Deliver)> _events = [];
    private readonly Random _random;
    private TrackHandle _audio;
    private TrackHandle _video;

    public SimulatedSender(string id, uint ssrc, int seed)
    {
        Id = id;
        Ssrc = ssrc;
        _random = new(seed);
    }

    public string Id { get; }

    public uint Ssrc { get; }

    /// <summary>Sound packets that were handed to a tap.</summary>
    public int AudioDelivered { get; private set; }

    /// <summary>When the participant begins and stops to send, in virtual seconds.</summary>
    public double From { get; init; }

    public double To { get; init; } = double.MaxValue;

    /// <summary>Wall clock: error at the start, drift in parts per million, a step in seconds at a time.</summary>
    public double WallError { get; init; } = 3.7;

    public double WallDrift { get; init; }

    public (double At, double By)? WallStep { get; init; }

    public double AudioDrift { get; init; }

    public double VideoDrift { get; init; }

    public double Jitter { get; init; } = 0.02;

    public double Loss { get; init; }

    public double Repaired { get; init; } = 0.9;

    public bool SendsReports { get; init; } = true;

    /// <summary>Milliseconds that the encoder of the picture takes, which arrival times cannot tell from the network.</summary>
    public double VideoDelay { get; init; } = 0.06;

    /// <summary>Whether a clip that ends begins again, until <see cref="To"/>.</summary>
    public bool Loops { get; init; }

    public Clip? Video { get; init; }

    public Clip? Audio { get; init; }

    /// <summary>What the picture shows.</summary>
    public string VideoFeed { get; init; } = "face";

    /// <summary>Which of several encodings the picture is; null when it is the only one.</summary>
    public string? VideoLayer { get; init; }

    /// <summary>Whether <see cref="Video"/> is H.264.</summary>
    public bool IsH264 { get; init; }

    /// <summary>When the microphone is muted: nothing is sent, and the track says so.</summary>
    public (double From, double To)? Muted { get; init; }

    public IEnumerable<(long Ns, Action<RecordingTap, MonotonicTime> Deliver)> Events()
    {
        _events.Clear();
        SendAudio();
        SendVideo();
        return _events;
    }

    private void SendAudio()
    {
        if (Audio is null)
        {
            return;
        }

        const byte PayloadType = 111;
        var description = Describe(TrackKind.Audio, "voice", "opus", PayloadType, 48_000, Ssrc);
        At(From, (tap, now) => _audio = tap.AddTrack(description, now));
        var sequence = (ushort)_random.Next(65536);
        for (var index = 0; Loops || index < Audio.Packets.Count; index++)
        {
            var captured = From + (index * 0.02);
            if (captured >= To)
            {
                break;
            }

            if (Muted is { } muted && captured >= muted.From && captured < muted.To)
            {
                continue;
            }

            var packet = Packet(PayloadType, sequence++, AudioTime(captured), Ssrc, true, Audio.Packets[index % Audio.Packets.Count]);
            Send(captured + 0.025, (tap, now) =>
            {
                tap.OnRtp(_audio, now, packet);
                AudioDelivered++;
            });
        }

        if (Muted is { } span)
        {
            At(span.From, (tap, now) => tap.OnMuted(_audio, now, true));
            At(span.To, (tap, now) => tap.OnMuted(_audio, now, false));
        }

        var length = Loops ? To - From : Audio.Packets.Count * 0.02;
        Reports(length, 2.1, AudioTime, (tap, now, ntp, rtp) => tap.OnSenderReport(_audio, now, ntp, rtp));
        End(length, (tap, now) => tap.OnTrackEnded(_audio, now));
    }

    private void SendVideo()
    {
        if (Video is null)
        {
            return;
        }

        const byte PayloadType = 96;
        var description = Describe(TrackKind.Video, VideoFeed, IsH264 ? "H264" : "VP8", PayloadType, 90_000, Ssrc + 1);
        At(From, (tap, now) => _video = tap.AddTrack(description, now));
        var packetizer = new Vp8Packetizer();
        var sequence = (ushort)_random.Next(65536);
        for (var index = 0; Loops || index < Video.Frames.Count; index++)
        {
            var captured = From + ((double)index / Clip.FramesPerSecond);
            if (captured >= To)
            {
                break;
            }

            foreach (var (payload, last) in Payloads(packetizer, Video.Frames[index % Video.Frames.Count]))
            {
                var packet = Packet(PayloadType, sequence++, VideoTime(captured), Ssrc + 1, last, payload);
                Send(captured + VideoDelay, (tap, now) => tap.OnRtp(_video, now, packet));
            }
        }

        var duration = Loops ? To - From : (double)Video.Frames.Count / Clip.FramesPerSecond;
        Reports(duration, 1.3, VideoTime, (tap, now, ntp, rtp) => tap.OnSenderReport(_video, now, ntp, rtp));
        End(duration, (tap, now) => tap.OnTrackEnded(_video, now));
    }

    private List<(byte[] Payload, bool Last)> Payloads(Vp8Packetizer packetizer, byte[] frame)
    {
        var list = new List<(byte[], bool)>();
        if (IsH264)
        {
            AddUnits(list, frame);
            return list;
        }

        var buffer = new byte[1200];
        var payloads = packetizer.Packetize(frame);
        while (payloads.TryWrite(buffer, out var length, out var last))
        {
            list.Add((buffer[..length], last));
        }

        return list;
    }

    /// <summary>RFC 6184: small units alone, large ones as FU-A.</summary>
    private static void AddUnits(List<(byte[] Payload, bool Last)> list, ReadOnlySpan<byte> frame)
    {
        const int Longest = 1100;
        while (!frame.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(frame);
            var unit = frame.Slice(4, length);
            frame = frame[(4 + length)..];
            if (length <= Longest)
            {
                list.Add((unit.ToArray(), frame.IsEmpty));
                continue;
            }

            var (indicator, type) = ((byte)((unit[0] & 0xE0) | 28), (byte)(unit[0] & 0x1F));
            var body = unit[1..];
            for (var at = 0; at < body.Length; at += Longest)
            {
                var part = body[at..Math.Min(body.Length, at + Longest)];
                var end = at + Longest >= body.Length;
                var head = (byte)(type | (at == 0 ? 0x80 : 0) | (end ? 0x40 : 0));
                list.Add(([indicator, head, .. part], end && frame.IsEmpty));
            }
        }
    }

    private void Reports(
        double duration, double interval, Func<double, uint> media, Action<RecordingTap, MonotonicTime, NtpTime, uint> take)
    {
        for (var at = From + 0.2; SendsReports && at < Math.Min(To, From + duration); at += interval)
        {
            // Browsers' pairs are off by some milliseconds.
            var ntp = Wall(at + (_random.NextDouble() * 0.004) - 0.002);
            var rtp = media(at);
            if (_random.NextDouble() >= Loss)
            {
                Arrive(at + 0.02 + (_random.NextDouble() * Jitter), (tap, now) => take(tap, now, ntp, rtp));
            }
        }
    }

    private void End(double duration, Action<RecordingTap, MonotonicTime> action) =>
        At(Math.Min(To, From + duration) + 0.5, action);

    private void Send(double at, Action<RecordingTap, MonotonicTime> deliver)
    {
        var arrives = at + 0.02 + (_random.NextDouble() * Jitter);
        if (_random.NextDouble() >= Loss)
        {
            Arrive(arrives, deliver);
        }
        else if (_random.NextDouble() < Repaired)
        {
            Arrive(arrives + 0.12, deliver);
        }
    }

    private void At(double seconds, Action<RecordingTap, MonotonicTime> action) => Arrive(seconds, action);

    private void Arrive(double seconds, Action<RecordingTap, MonotonicTime> action) =>
        _events.Add(((long)(seconds * 1e9), action));

    private NtpTime Wall(double at)
    {
        var step = WallStep is { } jump && at >= jump.At ? jump.By : 0;
        return NtpTime.FromUtc(Session.StartedAt.AddSeconds((at * (1 + (WallDrift * 1e-6))) + WallError + step));
    }

    private uint AudioTime(double at) => unchecked(4_294_900_000u + (uint)(long)Math.Round(at * 48_000 * (1 + (AudioDrift * 1e-6))));

    private uint VideoTime(double at) => unchecked(123_456u + (uint)(long)Math.Round(at * 90_000 * (1 + (VideoDrift * 1e-6))));

    private TrackDescription Describe(
        TrackKind kind, string feed, string codec, byte payloadType, int clockRate, uint ssrc) =>
        new(Id, $"{Id}-{feed}", kind == TrackKind.Audio ? "0" : "1", kind, feed, "", codec, payloadType, clockRate, ssrc)
        {
            Layer = kind == TrackKind.Video ? VideoLayer : null,
        };

    private static byte[] Packet(
        byte payloadType, ushort sequence, uint time, uint ssrc, bool marker, ReadOnlySpan<byte> payload)
    {
        var buffer = new byte[1500];
        var writer = new RtpPacketWriter(buffer, marker, payloadType, sequence, time, new(ssrc));
        return buffer[..writer.Finish(payload)];
    }
}
