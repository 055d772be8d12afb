using BenchmarkDotNet.Attributes;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Benchmarks.FanOut;

/// <summary>
/// One 1,200-byte video packet to many receivers without sockets: routing and rewriting alone, and with SRTP. The time
/// is per packet in; divide by the receivers for the cost of one packet out.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(InProcessConfig))]
public class FanOutBenchmarks : IRoomOutput, IRoomEvents
{
    private static readonly Ssrc Video = new(1);
    private readonly byte[] _slot = new byte[1536];
    private readonly byte[] _packet = new byte[1200];
    private readonly List<ConnectedPair> _pairs = [];
    private Room _room = null!;
    private Participant _sender = null!;
    private MonotonicTime _now = MonotonicTime.FromMilliseconds(1);
    private ushort _sequence;
    private bool _protect;

    [Params(10, 50, 100)]
    public int Receivers { get; set; }

    /// <summary>Whether the receivers report arrivals, so that every packet is numbered and remembered.</summary>
    [Params(false, true)]
    public bool Measured { get; set; }

    public long Sent { get; private set; }

    [GlobalSetup]
    public void SetUp()
    {
        _room = new("room", this, this, default, new Random(1));
        CodecBinding[] codecs = [new(MediaCodec.Vp8, "", 96, 97)];
        _sender = _room.Join(
            _now, "sender", new([new("v", StreamKind.Video, codecs, Video, null, Nack: true)], [], default, new(9)), false);
        _room.Connect(_now, _sender);
        using var certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
        for (uint i = 0; i < Receivers; i++)
        {
            var pair = new ConnectedPair(certificate);
            _pairs.Add(pair);
            var media = new ParticipantMedia(
                [], [new("s", StreamKind.Video, codecs, new(1000 + i), new(5000 + i), (byte)(Measured ? 3 : 0))], default, new(9));
            var receiver = _room.Join(_now, $"receiver{i}", media, false);
            receiver.Transport = pair.Relay;
            _room.Connect(_now, receiver);
        }

        Send(key: true);
    }

    [GlobalCleanup]
    public void CleanUp() => _pairs.ForEach(pair => pair.Dispose());

    [Benchmark(Baseline = true)]
    public void Route()
    {
        _protect = false;
        Send(key: false);
    }

    [Benchmark]
    public void RouteAndProtect()
    {
        _protect = true;
        Send(key: false);
    }

    public Span<byte> Reserve() => _slot;

    public void SendRtp(Participant to, int length) =>
        Sent += _protect ? ((PeerTransport)to.Transport!).ProtectRtp(_slot, length) : length;

    public void SendRtcp(Participant to, int length) => Sent += length;

    public void PublicationAdded(Publication publication)
    {
    }

    public void PublicationChanged(Publication publication)
    {
    }

    public void PublicationRemoved(Publication publication)
    {
    }

    public void SlotAssigned(Slot slot)
    {
    }

    public void KeyFrameWanted(Publication publication)
    {
    }

    public void SpeakersChanged(IReadOnlyList<Participant> speakers)
    {
    }

    public void LinkMeasured(Participant participant, LinkMeasurement measurement)
    {
    }

    private void Send(bool key)
    {
        _now += TimeSpan.FromMilliseconds(5);
        var writer = new RtpPacketWriter(_packet, true, 96, ++_sequence, (uint)(_sequence * 3000), Video);
        Span<byte> payload = stackalloc byte[1188];
        payload[0] = 0x90;
        payload[1] = 0x80;
        payload[2] = (byte)(0x80 | ((_sequence >> 8) & 0x7F));
        payload[3] = (byte)_sequence;
        payload[4] = (byte)(key ? 0 : 1);
        var length = writer.Finish(payload);
        _room.OnRtp(_now, _sender, _packet.AsSpan(0, length));
        while (_room.TryTakeTouched(out _))
        {
        }
    }
}
