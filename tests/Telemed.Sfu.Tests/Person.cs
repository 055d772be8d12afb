using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Tests;

/// <summary>A participant of a test: hand-made packets with its own numbers and payload types.</summary>
internal sealed class Person
{
    public const byte Red = 63;
    private static uint _nextSsrc = 1000;
    private readonly RoomHarness _test;
    private readonly byte _opus;
    private readonly byte _vp8;
    private readonly byte _rtx;
    private readonly byte[] _buffer = new byte[1500];

    public Person(
        RoomHarness test,
        string id,
        bool publish = true,
        int audioSlots = 1,
        int videoSlots = 1,
        bool firefox = false,
        bool recordable = false,
        bool connect = true,
        bool announce = true,
        bool red = false)
    {
        _test = test;
        (_opus, _vp8, _rtx) = firefox ? ((byte)109, (byte)120, (byte)124) : ((byte)111, (byte)96, (byte)97);
        AudioSsrc = new(Interlocked.Add(ref _nextSsrc, 10));
        VideoSsrc = new(AudioSsrc.Value + 1);
        RtxSsrc = new(AudioSsrc.Value + 2);
        var voice = new CodecBinding(MediaCodec.Opus, "", _opus, 0, red ? Red : (byte)0);
        var face = new CodecBinding(MediaCodec.Vp8, "", _vp8, _rtx);
        List<PublishedLine> published = [];
        if (publish)
        {
            published.Add(new("a", StreamKind.Audio, [voice], announce ? AudioSsrc : null, null, Nack: false));
            published.Add(new("v", StreamKind.Video, [face], announce ? VideoSsrc : null, announce ? RtxSsrc : null, Nack: true));
        }

        List<SlotLine> slots = [];
        for (var i = 0; i < audioSlots; i++)
        {
            slots.Add(new($"sa{i}", StreamKind.Audio, [voice], new(AudioSsrc.Value + 100_000 + (uint)i), null));
        }

        for (var i = 0; i < videoSlots; i++)
        {
            slots.Add(new($"sv{i}", StreamKind.Video, [face], Slot(i, 200_000), Slot(i, 300_000)));
        }

        Media = new(published, slots, RoomHarness.Extensions, new(77));
        Participant = test.Room.Join(test.Now, id, Media, recordable);
        if (connect)
        {
            test.Room.Connect(test.Now, Participant);
        }
    }

    public ParticipantMedia Media { get; }

    public Participant Participant { get; }

    public Ssrc AudioSsrc { get; }

    public Ssrc VideoSsrc { get; }

    public Ssrc RtxSsrc { get; }

    public ushort AudioSequence { get; set; } = 100;

    public ushort VideoSequence { get; set; } = 200;

    public ushort TransportSequence { get; set; }

    public uint AudioTimestamp { get; set; } = 5000;

    public uint VideoTimestamp { get; set; } = 900_000;

    public ushort PictureId { get; set; } = 1000;

    public byte LayerZero { get; set; } = 7;

    public Publication Voice => Participant.PublicationAt("a")!;

    public Publication Face => Participant.PublicationAt("v")!;

    public Slot AudioSlot => Participant.SlotAt("sa0")!;

    public Slot VideoSlot => Participant.SlotAt("sv0")!;

    private Ssrc Slot(int index, uint offset) => new(AudioSsrc.Value + offset + (uint)index);

    public void SendAudio(byte? level = null, Ssrc? ssrc = null, bool mid = false, byte? type = null)
    {
        AudioTimestamp += 960;
        var packet = Packet(
            type ?? _opus, ++AudioSequence, AudioTimestamp, ssrc ?? AudioSsrc, [1, 2, 3, 4], false, level, mid ? "a" : null);
        _test.Room.OnRtp(_test.Now, Participant, packet);
    }

    /// <summary>Sends 20 ms of sound together with packets before it, each four bytes that begin with its number.</summary>
    /// <param name="blocks">How many packets are repeated.</param>
    /// <param name="lose">Whether it gets lost on the way.</param>
    public void SendRedundantAudio(int blocks, bool lose = false) =>
        SendRedundantAudio(Enumerable.Range(1, blocks).Reverse().ToArray(), lose);

    /// <summary>The same with packets at other distances, the oldest first.</summary>
    public void SendRedundantAudio(int[] distances, bool lose = false) =>
        SendRedundantAudio(distances.ToDictionary(distance => distance, distance => distance * 960), lose);

    /// <summary>The same with packets at distances, the oldest first, that lie ticks back.</summary>
    public void SendRedundantAudio(Dictionary<int, int> offsets, bool lose = false)
    {
        AudioTimestamp += 960;
        AudioSequence++;
        var payload = new byte[(offsets.Count * 8) + 5];
        var at = 0;
        foreach (var (distance, offset) in offsets)
        {
            RedPayload.WriteHead(payload.AsSpan(at * 4), _opus, offset, 4);
            Sound(AudioSequence - distance).CopyTo(payload, (offsets.Count * 4) + 1 + (at++ * 4));
        }

        Sound(AudioSequence).CopyTo(payload, (offsets.Count * 8) + 1);
        payload[offsets.Count * 4] = _opus;
        if (!lose)
        {
            _test.Room.OnRtp(_test.Now, Participant, Packet(Red, AudioSequence, AudioTimestamp, AudioSsrc, payload, false, null, null));
        }
    }

    /// <summary>Sends 20, 40 or 60 ms of sound by itself, as a redundant packet would.</summary>
    public void SendPlainAudio(int milliseconds = 20)
    {
        AudioTimestamp += (uint)milliseconds * 48;
        AudioSequence++;
        var sound = Sound(AudioSequence);
        sound[0] = (byte)(sound[0] * milliseconds / 20);
        var packet = Packet(_opus, AudioSequence, AudioTimestamp, AudioSsrc, sound, false, null, null);
        _test.Room.OnRtp(_test.Now, Participant, packet);
    }

    /// <summary>Reports a share of the sound in a slot as lost.</summary>
    public void ReportLoss(Slot slot, double share)
    {
        var writer = new RtcpWriter(_buffer);
        Assert.True(writer.TryAddReceiverReport(new(1), [new(slot.Ssrc, (byte)(share * 256), 0, 0, 0, 0, 0)]));
        _test.Room.OnRtcp(_test.Now, Participant, writer.Written);
    }

    // One SILK frame of 20 ms, as its first byte says.
    private static byte[] Sound(int number) => [0x08, (byte)(number >> 8), (byte)number, 0xAA];

    /// <summary>Sends one frame in <paramref name="packets"/> packets; skips those that <paramref name="lose"/> names.</summary>
    public void SendFrame(bool key = false, int packets = 1, Func<int, bool>? lose = null, bool mid = false)
    {
        VideoTimestamp += 3000;
        PictureId = (ushort)((PictureId + 1) & 0x7FFF);
        LayerZero++;
        for (var i = 0; i < packets; i++)
        {
            var packet = FramePacket(++VideoSequence, key, i, packets, mid);
            if (lose?.Invoke(i) != true)
            {
                _test.Room.OnRtp(_test.Now, Participant, packet);
            }
        }
    }

    public byte[] FramePacket(ushort sequence, bool key, int index, int packets, bool mid = false, Ssrc? ssrc = null) =>
        Packet(_vp8, sequence, VideoTimestamp, ssrc ?? VideoSsrc, FramePayload(key, index), index == packets - 1, null, mid ? "v" : null);

    /// <summary>Sends a packet again on the RTX stream.</summary>
    public void SendAgain(byte[] original, ushort rtxSequence)
    {
        var packet = new byte[1500];
        var length = RtxPacket.Wrap(original, packet, _rtx, RtxSsrc, rtxSequence);
        _test.Room.OnRtp(_test.Now, Participant, packet.AsSpan(0, length));
    }

    public void SendReport(Ssrc ssrc, NtpTime ntp, uint rtp)
    {
        var writer = new RtcpWriter(_buffer);
        Assert.True(writer.TryAddSenderReport(ssrc, ntp, rtp, 10, 1000));
        _test.Room.OnRtcp(_test.Now, Participant, writer.Written);
    }

    public void Nack(Slot slot, params ushort[] missing)
    {
        var writer = new RtcpWriter(_buffer);
        Assert.True(writer.TryAddNack(new(1), slot.Ssrc, missing));
        _test.Room.OnRtcp(_test.Now, Participant, writer.Written);
    }

    public void WantKeyFrame(Slot slot)
    {
        var writer = new RtcpWriter(_buffer);
        Assert.True(writer.TryAddPictureLossIndication(new(1), slot.Ssrc));
        _test.Room.OnRtcp(_test.Now, Participant, writer.Written);
    }

    private byte[] FramePayload(bool key, int index)
    {
        // X, S on the first packet; I and L present; 15-bit picture id; TL0PICIDX; then the frame tag.
        byte[] payload =
        [
            (byte)(0x80 | (index == 0 ? 0x10 : 0)), 0xC0,
            (byte)(0x80 | (PictureId >> 8)), (byte)PictureId, LayerZero,
            (byte)(key ? 0 : 1), 9, 9, (byte)index, .. new byte[100],
        ];
        return payload;
    }

    private byte[] Packet(
        byte type, ushort sequence, uint timestamp, Ssrc ssrc, byte[] payload, bool marker, byte? level, string? mid)
    {
        var writer = new RtpPacketWriter(_buffer, marker, type, sequence, timestamp, ssrc);
        TransportSequence++;
        writer.TryAddExtension(3, [(byte)(TransportSequence >> 8), (byte)TransportSequence]);
        if (level is { } loudness)
        {
            writer.TryAddExtension(1, [loudness]);
        }

        if (mid is not null)
        {
            writer.TryAddExtension(4, System.Text.Encoding.ASCII.GetBytes(mid));
        }

        return _buffer.AsSpan(0, writer.Finish(payload)).ToArray();
    }
}
