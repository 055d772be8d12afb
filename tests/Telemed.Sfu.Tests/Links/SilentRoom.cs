using Telemed.Rtc.Bwe;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Tests.Links;

/// <summary>A publisher and a receiver that reports, moved on without allocating anything of the test's own.</summary>
internal sealed class SilentRoom : IRoomOutput, IRoomEvents
{
    private const byte Opus = 111;
    private const byte Red = 63;
    private const byte Vp8 = 96;
    private const int VoiceLength = 40;
    private static readonly Ssrc Voice = new(10);
    private static readonly Ssrc Face = new(11);

    private readonly byte[] _slot = new byte[1500];
    private readonly byte[] _packet = new byte[1500];
    private readonly byte[] _payload = new byte[900];
    private readonly byte[] _report = new byte[TransportFeedbackRecorder.MaxPacketLength];
    private readonly TransportFeedbackRecorder _recorder = new();
    private readonly Room _room;
    private readonly Participant _publisher;
    private readonly Participant _receiver;
    private MonotonicTime _now = MonotonicTime.FromMilliseconds(1000);
    private ushort _sequence = 100;
    private bool _wantsKeyFrame = true;

    public SilentRoom()
    {
        _room = new("room", this, this, default, new Random(1));
        CodecBinding voice = new(MediaCodec.Opus, "", Opus, 0, Red);
        CodecBinding face = new(MediaCodec.Vp8, "", Vp8, 97);
        _publisher = _room.Join(_now, "publisher", new(
            [new("a", StreamKind.Audio, [voice], Voice, null, false), new("v", StreamKind.Video, [face], Face, new Ssrc(12), true)],
            [],
            RoomHarness.Extensions,
            new(77)), recordable: false);
        _receiver = _room.Join(_now, "receiver", new(
            [],
            [new("sa", StreamKind.Audio, [voice], new(20), null, 3), new("sv", StreamKind.Video, [face], new(21), new Ssrc(22), 3)],
            RoomHarness.Extensions,
            new(78)), recordable: false);
        _room.Connect(_now, _publisher);
        _room.Connect(_now, _receiver);
    }

    public int Sent { get; private set; }

    /// <summary>Packets of sound that repeated others.</summary>
    public int Repeating { get; private set; }

    public bool IsReporting => _receiver.Downlink!.Estimator.IsReporting;

    /// <summary>Ten milliseconds: a packet of each kind, reports, what is due.</summary>
    public void Step()
    {
        _now += TimeSpan.FromMilliseconds(10);
        _sequence++;
        PublishVoice();
        _payload[0] = 0x10;
        _payload[1] = (byte)(_wantsKeyFrame ? 0 : 1);
        _wantsKeyFrame = false;
        Publish(Vp8, Face, _payload);
        while (_now >= _recorder.Deadline && _recorder.TryBuild(_report, new(1), new(2), out var length))
        {
            _room.OnRtcp(_now, _receiver, _report.AsSpan(0, length));
        }

        while (_room.TryTakeTouched(out var touched))
        {
            if (touched.NextDeadline <= _now)
            {
                _room.HandleTimeout(_now, touched);
            }
        }

        if (_receiver.NextDeadline <= _now)
        {
            _room.HandleTimeout(_now, _receiver);
        }
    }

    public Span<byte> Reserve() => _slot;

    public void SendRtp(Participant to, int length)
    {
        Sent++;
        if (!RtpPacket.TryParse(_slot.AsSpan(0, length), out var view))
        {
            return;
        }

        Repeating += view.PayloadType == Red ? 1 : 0;
        if (Sent % 8 != 0 && new RtpHeaderExtensions(view, RoomHarness.Extensions).TransportSequenceNumber is { } number)
        {
            _recorder.Note(_now, number);
        }
    }

    public void SendRtcp(Participant to, int length) => _wantsKeyFrame |= ReferenceEquals(to, _publisher) && _slot[1] == 206;

    // No publication here comes from another shard.
    void IRoomEvents.KeyFrameWanted(Publication publication)
    {
    }

    void IRoomEvents.PublicationAdded(Publication publication)
    {
    }

    void IRoomEvents.PublicationChanged(Publication publication)
    {
    }

    void IRoomEvents.PublicationRemoved(Publication publication)
    {
    }

    void IRoomEvents.SlotAssigned(Slot slot)
    {
    }

    void IRoomEvents.SpeakersChanged(IReadOnlyList<Participant> speakers)
    {
    }

    void IRoomEvents.LinkMeasured(Participant participant, LinkMeasurement measurement)
    {
    }

    private void PublishVoice()
    {
        RedPayload.WriteHead(_payload, Opus, 480, VoiceLength);
        _payload[RedPayload.HeadLength] = Opus;
        var length = RedPayload.HeadLength + RedPayload.OwnHeadLength + (2 * VoiceLength);
        Publish(Red, Voice, _payload.AsSpan(0, length));
        Publish(Red, Voice, _payload.AsSpan(0, length));
    }

    private void Publish(byte type, Ssrc ssrc, ReadOnlySpan<byte> payload)
    {
        var writer = new RtpPacketWriter(_packet, true, type, _sequence, (uint)(_now.Milliseconds * 90), ssrc);
        _room.OnRtp(_now, _publisher, _packet.AsSpan(0, writer.Finish(payload)));
    }
}
