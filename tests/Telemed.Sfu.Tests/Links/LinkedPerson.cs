using System.Buffers.Binary;
using Telemed.Rtc.Bwe;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;
using Telemed.TestKit.Bwe;
using Telemed.TestKit.Network;

namespace Telemed.Sfu.Tests.Links;

/// <summary>
/// A participant behind a link: sends sound and a made-up camera that obeys the bound it is told, asks for what it misses,
/// and reports what arrives.
/// </summary>
internal sealed class LinkedPerson
{
    public const byte Opus = 111;
    public const byte Red = 63;
    public const byte Vp8 = 96;
    public const byte Rtx = 97;
    private const int SequenceId = 3;
    private const int FrameInterval = 40;

    /// <summary>Of what stands for a segment of a download; no packet of media is as short.</summary>
    private const int SegmentLength = 10;

    private readonly LinkedRoom _world;
    private readonly EmulatedLink<byte[]> _down;
    private readonly EmulatedLink<byte[]> _up;
    private readonly TransportFeedbackRecorder _recorder = new();
    private readonly NackGenerator _nack = new();
    private readonly byte[] _buffer = new byte[1500];
    private readonly byte[] _report = new byte[1500];
    private readonly ParticipantMedia _media;
    private readonly bool _publishes;
    private readonly uint _base;
    private ushort _audioSequence = 100;
    private readonly Encoder _camera;
    private readonly Encoder? _thumbnail;
    private long _audioDue;
    private long _frameDue;

    public LinkedPerson(LinkedRoom world, string id, LinkConditions down, bool publish, int slots, int seed, bool red, bool layers)
    {
        _world = world;
        Id = id;
        _publishes = publish;
        _base = (uint)(seed * 1000);
        _down = new(seed) { Conditions = down };
        _up = new(seed + 1000) { Conditions = new() { Delay = down.Delay } };
        var voice = new CodecBinding(MediaCodec.Opus, "", Opus, 0, red ? Red : (byte)0);
        var face = new CodecBinding(MediaCodec.Vp8, "", Vp8, Rtx);
        List<PublishedLine> published = [];
        if (publish)
        {
            published.Add(new("a", StreamKind.Audio, [voice], AudioSsrc, null, Nack: false));
            published.Add(new("v", StreamKind.Video, [face], VideoSsrc, new(_base + 3), Nack: true));
        }

        List<SlotLine> lines = [];
        for (var i = 0; i < slots; i++)
        {
            lines.Add(new($"sa{i}", StreamKind.Audio, [voice], new(_base + 100 + (uint)i), null, SequenceId));
            lines.Add(new($"sv{i}", StreamKind.Video, [face], new(_base + 200 + (uint)i), new(_base + 300 + (uint)i), SequenceId));
        }

        _camera = new(VideoSsrc);
        _thumbnail = layers ? new(new(_base + 4)) : null;
        if (_thumbnail is not null)
        {
            published[1] = published[1] with
            {
                Ssrc = null,
                RtxSsrc = null,
                Layers = [new("h", _camera.Ssrc, new(_base + 3)), new("l", _thumbnail.Ssrc, new(_base + 5))],
            };
        }

        _media = new(published, lines, RoomHarness.Extensions, new(77));
    }

    public string Id { get; }

    public Participant Participant { get; private set; } = null!;

    public Ssrc AudioSsrc => new(_base + 1);

    public Ssrc VideoSsrc => new(_base + 2);

    public SendSideEstimator Estimator => Participant.Downlink!.Estimator;

    public LinkConditions Down
    {
        get => _down.Conditions;
        set => _down.Conditions = value;
    }

    /// <summary>What its way to the relay does to its media (not to its reports).</summary>
    public Func<bool>? LoseUplink { get; set; }

    /// <summary>How long a packet of its sound plays, 20, 40 or 60 ms, and its bytes.</summary>
    public (int Milliseconds, int Bytes) Sound { get; set; } = (20, 40);

    /// <summary>What its camera makes when nobody bounds it.</summary>
    public Bitrate Camera { get; set; } = new(1_000_000);

    /// <summary>What the lesser layer of its camera makes.</summary>
    public Bitrate Thumbnail { get; set; } = new(100_000);

    /// <summary>How many layers in time its camera has: with two, every second frame is of the upper one and has two fifths of the bits.</summary>
    public int LayersInTime { get; set; } = 1;

    /// <summary>The bound that it was told; null before the first.</summary>
    public Bitrate? Bound { get; private set; }

    /// <summary>What its camera makes as time goes; null for <see cref="Camera"/> throughout.</summary>
    public Func<MonotonicTime, Bitrate>? Ramp { get; set; }

    /// <summary>How many times a delta frame a key frame is.</summary>
    public int KeyFrameSize { get; set; } = 6;

    /// <summary>Whether its machine is too busy to read from the network at a time; what came meanwhile is read at once later.</summary>
    public Func<MonotonicTime, bool>? IsStalled { get; set; }

    /// <summary>When each picture that it published went to the room.</summary>
    public List<MonotonicTime> Pictures { get; } = [];

    /// <summary>Something else that comes by the same link, as a download does.</summary>
    public TcpFlow? Download { get; set; }

    public bool ObeysBound { get; set; } = true;

    public int KeyFrameRequests { get; private set; }

    public List<LinkMeasurement> Measured { get; } = [];

    /// <summary>All that the room sent to it: when, the slot's kind, bytes.</summary>
    public List<(MonotonicTime At, byte[] Packet)> Sent { get; } = [];

    /// <summary>Whether it reports arrivals, as it said that it would.</summary>
    public bool Reports { get; set; } = true;

    public bool KeepsPackets { get; set; }

    /// <summary>What arrived: when, whether sound, bytes with headers, whether it began a key frame.</summary>
    public List<(MonotonicTime At, bool IsAudio, int Bytes, bool IsKeyFrame, TimeSpan Delay)> Arrived { get; } = [];

    /// <summary>The sound that arrived, by its number: how long after it was published, whether by itself or repeated.</summary>
    public Dictionary<int, TimeSpan> Heard { get; } = [];

    /// <summary>How many packets of sound it published.</summary>
    public int Spoken { get; private set; }

    /// <summary>The pictures whose last packet the room sent to it: when it was published, and how long the room kept it.</summary>
    public List<(MonotonicTime Published, TimeSpan Kept)> Passed { get; } = [];

    /// <summary>When it came in.</summary>
    public MonotonicTime JoinedAt { get; private set; }

    public void Join()
    {
        JoinedAt = _world.Now;
        Participant = _world.Room.Join(_world.Now, Id, _media, recordable: false);
        _world.Room.Connect(_world.Now, Participant);
    }

    public void Leave() => _world.Room.Leave(_world.Now, Participant);

    public double Kilobits(int fromSecond, int toSecond, bool audio) => Arrived
        .Where(one => one.IsAudio == audio && one.At.Milliseconds >= fromSecond * 1000L && one.At.Milliseconds < toSecond * 1000L)
        .Sum(one => one.Bytes) * 8.0 / (toSecond - fromSecond) / 1000;

    public void Advance(MonotonicTime now)
    {
        if (_publishes)
        {
            SendMedia(now);
        }

        if (IsStalled?.Invoke(now) == true)
        {
            return;
        }

        Download?.Advance(now, packet => SendSegment(now, packet));
        while (_down.TryReceive(now, out var packet))
        {
            if (packet.Length == SegmentLength)
            {
                Download!.Arrive(now, ReadSegment(packet), _up.Conditions.Delay);
                continue;
            }

            Take(now, packet);
        }

        if (now >= _recorder.Deadline && Reports)
        {
            while (_recorder.TryBuild(_report, new(1), new(2), out var length))
            {
                SendReport(now, length);
            }
        }

        if (now >= _nack.Deadline)
        {
            Span<ushort> missing = stackalloc ushort[64];
            var count = _nack.Collect(now, missing);
            var writer = new RtcpWriter(_report);
            if (count > 0 && writer.TryAddNack(new(1), Participant.SlotAt("sv0")!.Ssrc, missing[..count]))
            {
                SendReport(now, writer.Length);
            }
        }

        while (_up.TryReceive(now, out var report))
        {
            _world.Room.OnRtcp(now, Participant, report);
        }
    }

    /// <summary>The room sends a packet to this person.</summary>
    public void Receive(MonotonicTime now, ReadOnlySpan<byte> packet)
    {
        if (KeepsPackets)
        {
            Sent.Add((now, packet.ToArray()));
        }

        if (RtpPacket.TryParse(packet, out var sent) && sent.PayloadType == Vp8 && sent.Marker)
        {
            var published = new MonotonicTime(BinaryPrimitives.ReadInt64BigEndian(sent.Payload[^8..]));
            Passed.Add((published, now - published));
        }

        // The time of sending travels along; it is not part of the packet's length.
        var copy = new byte[packet.Length + 8];
        packet.CopyTo(copy);
        BinaryPrimitives.WriteInt64BigEndian(copy.AsSpan(packet.Length), now.Nanoseconds);
        _down.Send(now, copy, packet.Length + 16);
    }

    public void ReceiveRtcp(MonotonicTime now, ReadOnlySpan<byte> datagram)
    {
        _ = now;
        Assert.True(RtcpCompound.TryParse(datagram, out var compound));
        foreach (var packet in compound)
        {
            if (PictureLossIndication.TryParse(packet, out var indication))
            {
                KeyFrameRequests++;
                (indication.Header.Media == _thumbnail?.Ssrc ? _thumbnail : _camera).WantsKeyFrame = true;
            }
            else if (ReceiverEstimatedBitrate.TryParse(packet, out var bound))
            {
                Bound = new((long)bound.BitsPerSecond);
            }
        }
    }

    private void SendSegment(MonotonicTime now, in FlowPacket segment)
    {
        var copy = new byte[SegmentLength];
        BinaryPrimitives.WriteUInt16BigEndian(copy, segment.Number);
        BinaryPrimitives.WriteInt64BigEndian(copy.AsSpan(2), segment.SentAt.Nanoseconds);
        _down.Send(now, copy, segment.Bytes - 28);
    }

    private static FlowPacket ReadSegment(byte[] copy) => new(
        0, BinaryPrimitives.ReadUInt16BigEndian(copy), 1500, new(BinaryPrimitives.ReadInt64BigEndian(copy.AsSpan(2))), false);

    private void Take(MonotonicTime now, byte[] copy)
    {
        var packet = copy.AsSpan(..^8);
        Assert.True(RtpPacket.TryParse(packet, out var view));
        var extensions = new RtpHeaderExtensions(view, RoomHarness.Extensions);
        if (extensions.TransportSequenceNumber is { } number)
        {
            _recorder.Note(now, number);
        }

        var sent = new MonotonicTime(BinaryPrimitives.ReadInt64BigEndian(copy.AsSpan(packet.Length)));
        var isAudio = view.PayloadType is Opus or Red;
        var isKey = view.PayloadType == Vp8 && Vp8PayloadDescriptor.TryParse(view.Payload, out var descriptor)
            && descriptor.StartsFrame && Vp8Payload.IsKeyFrame(view.Payload[descriptor.Length..]);
        if (view.PayloadType == Vp8)
        {
            _nack.Note(now, view.SequenceNumber);
            if (isKey)
            {
                _nack.NoteKeyFrame(view.SequenceNumber);
            }
        }
        else if (view.PayloadType == Rtx && view.Payload.Length > 2)
        {
            _nack.Note(now, BinaryPrimitives.ReadUInt16BigEndian(view.Payload));
        }

        if (view.PayloadType == Red)
        {
            Assert.True(RedPayload.TryParse(view.Payload, out var red));
            for (var i = 0; i < red.Count; i++)
            {
                Hear(now, red[i].Data);
            }

            Hear(now, red.Own);
        }
        else if (isAudio)
        {
            Hear(now, view.Payload);
        }

        if (view.PayloadType != Rtx)
        {
            Arrived.Add((now, isAudio, packet.Length + SendSideEstimator.PacketOverhead, isKey, now - sent));
        }
    }

    private void Hear(MonotonicTime now, ReadOnlySpan<byte> sound) => Heard.TryAdd(
        BinaryPrimitives.ReadInt32BigEndian(sound[1..]), now - new MonotonicTime(BinaryPrimitives.ReadInt64BigEndian(sound[5..])));

    private void SendReport(MonotonicTime now, int length) => _up.Send(now, _report.AsSpan(0, length).ToArray(), length);

    private void SendMedia(MonotonicTime now)
    {
        if (now.Milliseconds >= _audioDue)
        {
            _audioDue = now.Milliseconds + Sound.Milliseconds;
            var timestamp = (uint)(now.Milliseconds * 48);
            var sound = new byte[Sound.Bytes];
            sound[0] = (byte)(0x08 * Sound.Milliseconds / 20); // one SILK frame
            BinaryPrimitives.WriteInt32BigEndian(sound.AsSpan(1), Spoken++);
            BinaryPrimitives.WriteInt64BigEndian(sound.AsSpan(5), now.Nanoseconds);
            Publish(now, Opus, ++_audioSequence, timestamp, AudioSsrc, sound, marker: false);
        }

        if (now.Milliseconds >= _frameDue)
        {
            _frameDue = now.Milliseconds + FrameInterval;
            Pictures.Add(now);
            SendFrame(now, _camera, CameraRate(now));
            if (_thumbnail is not null)
            {
                SendFrame(now, _thumbnail, Thumbnail);
            }
        }
    }

    private Bitrate CameraRate(MonotonicTime now)
    {
        var camera = Ramp?.Invoke(now) ?? Camera;
        return ObeysBound && Bound is { } bound && bound - new Bitrate(33_000) < camera
            ? Bitrate.Most(new(20_000), bound - new Bitrate(33_000)) : camera;
    }

    private void SendFrame(MonotonicTime now, Encoder encoder, Bitrate rate)
    {
        var isKey = encoder.WantsKeyFrame;
        encoder.Layer = isKey || LayersInTime == 1 ? 0 : 1 - encoder.Layer;
        var share = LayersInTime == 1 ? 1 : encoder.Layer == 0 ? 1.2 : 0.8;
        var bytes = (int)(rate.BytesIn(TimeSpan.FromMilliseconds(FrameInterval)) * share) * (isKey ? KeyFrameSize : 1);
        var packets = Math.Max(1, (bytes + 1099) / 1100);
        encoder.PictureId = (ushort)((encoder.PictureId + 1) & 0x7FFF);
        encoder.Base += (byte)(1 - encoder.Layer);
        for (var i = 0; i < packets; i++)
        {
            byte[] payload =
            [
                (byte)(0x80 | (i == 0 ? 0x10 : 0)), 0xE0, (byte)(0x80 | (encoder.PictureId >> 8)), (byte)encoder.PictureId,
                encoder.Base, (byte)((encoder.Layer << 6) | (encoder.Layer << 5)), (byte)(isKey ? 0 : 1), .. new byte[Math.Max(10, (bytes / packets) - 71)],
            ];
            BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(payload.Length - 8), now.Nanoseconds);
            Publish(now, Vp8, encoder.Sequence += 1, (uint)(now.Milliseconds * 90), encoder.Ssrc, payload, i == packets - 1);
        }

        encoder.WantsKeyFrame = false;
    }

    private void Publish(
        MonotonicTime now, byte type, ushort sequence, uint timestamp, Ssrc ssrc, byte[] payload, bool marker)
    {
        if (LoseUplink?.Invoke() == true)
        {
            return;
        }

        var writer = new RtpPacketWriter(_buffer, marker, type, sequence, timestamp, ssrc);
        var length = writer.Finish(payload);
        _world.Room.OnRtp(now, Participant, _buffer.AsSpan(0, length));
    }

    private sealed class Encoder(Ssrc ssrc)
    {
        public Ssrc Ssrc => ssrc;

        public ushort Sequence { get; set; } = 200;

        public ushort PictureId { get; set; }

        public byte Base { get; set; }

        public int Layer { get; set; }

        public bool WantsKeyFrame { get; set; } = true;
    }
}
