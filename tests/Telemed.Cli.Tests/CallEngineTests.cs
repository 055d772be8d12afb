using System.Net;
using System.Security.Cryptography;
using Telemed.Cli.Call;
using Telemed.Cli.Clips;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Tests;

/// <summary>The call's engine against a relay's transport, in virtual time and without a socket.</summary>
public sealed class CallEngineTests : IDisposable
{
    private static readonly NetworkPath RelayPath = NetworkPath.From(new IPEndPoint(IPAddress.Loopback, 1000));
    private static readonly NetworkPath CallerPath = NetworkPath.From(new IPEndPoint(IPAddress.Loopback, 2000));
    private static readonly DateTimeOffset WallStart = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    // One second at 25 pictures a second, the first a key frame; sound every 20 ms.
    private static readonly Clip OneSecond = new(
        [.. Enumerable.Range(0, 25).Select(index => new ClipFrame(index * 3_600, Frame(index), index == 0))],
        [.. Enumerable.Range(0, 50).Select(index => new ClipFrame(index * 960, [0xF8, (byte)index], IsKeyFrame: true))],
        TimeSpan.FromSeconds(1));

    private readonly DtlsCertificate _relayCertificate = DtlsCertificate.Create(WallStart);
    private readonly DtlsCertificate _callerCertificate = DtlsCertificate.Create(WallStart);
    private readonly OutgoingFormat _audio = OutgoingFormat.Opus();
    private readonly OutgoingFormat _video = OutgoingFormat.Vp8();
    private readonly Queue<byte[]> _toRelay = new();
    private readonly List<byte[]> _rtp = [];
    private readonly List<byte[]> _rtcp = [];
    private readonly PeerTransport _relay;
    private readonly CallEngine _engine;
    private MonotonicTime _now = MonotonicTime.FromMilliseconds(5_000);

    public CallEngineTests()
    {
        var (relay, caller) = (Credentials(), Credentials());
        _relay = new PeerTransport(new PeerTransportOptions
        {
            Certificate = _relayCertificate,
            LocalCredentials = relay,
            RemoteFingerprint = _callerCertificate.Fingerprint,
        });
        var transport = new PeerTransport(new PeerTransportOptions
        {
            IceRole = IceRole.Controlling,
            DtlsRole = DtlsRole.Active,
            Certificate = _callerCertificate,
            LocalCredentials = caller,
        });
        transport.SetRemote(relay, _relayCertificate.Fingerprint);
        transport.AddRemoteCandidate(RelayPath, 1);
        _engine = new CallEngine(
            transport, OneSecond, _audio, _video, _now, WallStart, datagram => _toRelay.Enqueue(datagram.ToArray()));
        RunUntil(() => _engine.Statistics.Connected);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _relay.Dispose();
        _callerCertificate.Dispose();
        _relayCertificate.Dispose();
    }

    [Fact]
    public void Picture_and_sound_leave_in_the_time_of_the_clip()
    {
        Run(TimeSpan.FromSeconds(3));

        Assert.InRange(_engine.Statistics.AudioSent, 149, 151);
        Assert.InRange(Frames(), 74, 76);
        Assert.Equal(_engine.Statistics.VideoSent + _engine.Statistics.AudioSent, _rtp.Count);
    }

    [Fact]
    public void Sender_reports_pair_media_time_with_wall_time()
    {
        Run(TimeSpan.FromSeconds(2.5));

        var pairs = Reports(_video.Ssrc);
        Assert.True(pairs.Count >= 3);
        var (firstNtp, firstRtp) = pairs[0];
        foreach (var (ntp, rtp) in pairs)
        {
            Assert.Equal((ntp.ToUtc() - firstNtp.ToUtc()).TotalSeconds * 90_000, rtp - firstRtp, tolerance: 10);
        }

        Assert.Equal(WallStart, firstNtp.ToUtc(), TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void A_lost_packet_is_sent_again_when_the_relay_asks()
    {
        Run(TimeSpan.FromSeconds(0.5));
        var lost = _rtp.Last(bytes => View(bytes).Ssrc == _video.Ssrc);
        var number = View(lost).SequenceNumber;
        _rtp.Clear();

        Tell((ref writer) => Assert.True(writer.TryAddNack(new Ssrc(1), _video.Ssrc, [number])));

        var again = Assert.Single(_rtp, bytes => View(bytes).Ssrc == _video.RetransmissionSsrc);
        var length = RtxPacket.UnwrapInPlace(again, _video.PayloadType, _video.Ssrc);
        Assert.Equal(lost, again[..length]);
        Assert.Equal(1, _engine.Statistics.Retransmitted);
    }

    [Fact]
    public void A_request_for_a_key_frame_is_answered_at_once_and_a_burst_of_them_once()
    {
        Run(TimeSpan.FromSeconds(0.62));
        _rtp.Clear();

        Tell((ref writer) => Assert.True(writer.TryAddPictureLossIndication(new Ssrc(1), _video.Ssrc)));
        Tell((ref writer) => Assert.True(writer.TryAddFullIntraRequest(new Ssrc(1), _video.Ssrc, 1)));
        Run(TimeSpan.FromMilliseconds(20));

        Assert.Equal(2, _engine.Statistics.KeyFrameRequests);
        Assert.Equal(1, _rtp.Count(IsKeyFrameStart));
    }

    [Fact]
    public void What_arrives_is_counted_and_its_loss_is_reported()
    {
        var buffer = new byte[200];
        foreach (ushort number in (ushort[])[10, 11, 13])
        {
            var writer = new RtpPacketWriter(buffer.AsSpan(0, 100), marker: true, _video.PayloadType, number, number * 3_600u, new Ssrc(77));
            ToCaller(buffer, _relay.ProtectRtp(buffer, writer.Finish([0x90, 0x80, 0x80, 0x01, 0])));
        }

        Run(TimeSpan.FromSeconds(1.1));

        Assert.Equal(3, _engine.Statistics.VideoReceived);
        Assert.Equal(3, _engine.Statistics.VideoFrames);
        Assert.Equal(1, _engine.Statistics.Lost);
        Assert.Contains(_rtcp, bytes => ReportedLoss(bytes, new Ssrc(77)) == 1);
    }

    [Fact]
    public void Hanging_up_says_goodbye()
    {
        Run(TimeSpan.FromSeconds(0.1));

        _engine.Close(_now);
        Deliver();

        Assert.Contains(_rtcp, HasGoodbye);
        Assert.Equal(PeerTransportState.Closed, _relay.State);
    }

    private delegate void Write(ref RtcpWriter writer);

    private static byte[] Frame(int index)
    {
        var data = new byte[2_500];
        data[0] = (byte)(index == 0 ? 0x10 : 0x11);
        return data;
    }

    private static IceCredentials Credentials() => IceCredentials.Create(RandomNumberGenerator.GetBytes(IceCredentials.EntropyLength));

    private static RtpPacket View(byte[] bytes)
    {
        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        return packet;
    }

    private static bool HasGoodbye(byte[] bytes)
    {
        Assert.True(RtcpCompound.TryParse(bytes, out var compound));
        foreach (var packet in compound)
        {
            if (packet.Type == RtcpPacketType.Goodbye) return true;
        }

        return false;
    }

    private static int? ReportedLoss(byte[] bytes, Ssrc ssrc)
    {
        Assert.True(RtcpCompound.TryParse(bytes, out var compound));
        foreach (var packet in compound)
        {
            if (!SenderReport.TryParse(packet, out var report)) continue;
            for (var index = 0; index < report.Blocks.Count; index++)
            {
                if (report.Blocks[index].Ssrc == ssrc) return report.Blocks[index].CumulativeLost;
            }
        }

        return null;
    }

    private bool IsKeyFrameStart(byte[] bytes)
    {
        var packet = View(bytes);
        return packet.Ssrc == _video.Ssrc && Vp8Payload.IsKeyFrameStart(packet.Payload);
    }

    private int Frames() => _rtp.Count(bytes => View(bytes).Ssrc == _video.Ssrc && View(bytes).Marker);

    private List<(NtpTime Ntp, uint Rtp)> Reports(Ssrc ssrc)
    {
        var found = new List<(NtpTime, uint)>();
        foreach (var bytes in _rtcp)
        {
            Assert.True(RtcpCompound.TryParse(bytes, out var compound));
            foreach (var packet in compound)
            {
                if (SenderReport.TryParse(packet, out var report) && report.Ssrc == ssrc) found.Add((report.Ntp, report.RtpTimestamp));
            }
        }

        return found;
    }

    private void Tell(Write write)
    {
        var buffer = new byte[200];
        var writer = new RtcpWriter(buffer.AsSpan(0, 150));
        write(ref writer);
        ToCaller(buffer, _relay.ProtectRtcp(buffer, writer.Length));
    }

    private void ToCaller(byte[] buffer, int length)
    {
        Assert.True(length > 0);
        _engine.Receive(_now, RelayPath, buffer.AsSpan(0, length).ToArray());
        Deliver();
    }

    private void Run(TimeSpan span)
    {
        var end = _now + span;
        RunUntil(() => _now >= end);
    }

    private void RunUntil(Func<bool> condition)
    {
        for (var step = 0; !condition(); step++)
        {
            Assert.True(step < 10_000, "nothing happened in ten seconds");
            _now += TimeSpan.FromMilliseconds(1);
            _engine.Advance(_now);
            _relay.HandleTimeout(_now);
            Deliver();
        }
    }

    private void Deliver()
    {
        var buffer = new byte[1_600];
        for (var moved = true; moved;)
        {
            moved = false;
            while (_toRelay.TryDequeue(out var datagram))
            {
                moved = true;
                var result = _relay.Receive(_now, CallerPath, datagram, out var length);
                if (result == ReceiveResult.Rtp) _rtp.Add(datagram[..length]);
                if (result == ReceiveResult.Rtcp) _rtcp.Add(datagram[..length]);
            }

            while (_relay.TryPollDatagram(buffer, out var length, out _))
            {
                moved = true;
                _engine.Receive(_now, RelayPath, buffer.AsSpan(0, length).ToArray());
            }
        }
    }
}
