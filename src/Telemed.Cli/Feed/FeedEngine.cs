using System.Security.Cryptography;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Feed;

/// <summary>
/// Publishes a box's plain RTP by WHIP: an offer of what the box has, then its packets under the offer's names. Without I/O:
/// bytes and the time go in, datagrams go to the given sink. One thread at a time.
/// </summary>
internal sealed class FeedEngine : IDisposable
{
    private const int PacketRoom = 2048;
    private const string Cname = "feed";

    private readonly DtlsCertificate _certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
    private readonly IceCredentials _credentials = IceCredentials.Create(RandomNumberGenerator.GetBytes(IceCredentials.EntropyLength));
    private readonly byte[] _packet = new byte[PacketRoom + PeerTransport.MaxRtcpOverhead];
    private readonly Call.SendDatagram _send;
    private readonly PeerTransport _transport;
    private readonly FeedStream? _audio;
    private readonly FeedStream? _video;
    private readonly Ssrc _own = NewSsrc();
    private NetworkPath _path;

    /// <summary>For the streams of a box; the first picture and the first sound that the relay takes are published.</summary>
    /// <exception cref="CliException">There is none.</exception>
    public FeedEngine(IReadOnlyList<PlainMedia> streams, Call.SendDatagram send)
    {
        _send = send;
        var video = streams.FirstOrDefault(one => one is { IsVideo: true, IsUsable: true });
        var audio = streams.FirstOrDefault(one => one is { IsVideo: false, IsUsable: true });
        if (video is null && audio is null) throw new CliException("there is nothing in H.264, VP8 or Opus");
        var isH264 = video?.Codec.Equals("H264", StringComparison.OrdinalIgnoreCase) ?? false;
        _video = video is null ? null : new(video, isH264 ? SdpOfferWriter.H264PayloadType : SdpOfferWriter.Vp8PayloadType, NewSsrc());
        _audio = audio is null ? null : new(audio, SdpOfferWriter.OpusPayloadType, NewSsrc());
        Offer = SdpOfferWriter.Write(new()
        {
            SessionId = 1,
            Ice = _credentials,
            Fingerprint = _certificate.Fingerprint,
            Audio = _audio is null ? null : new(_audio.Ssrc, null, Cname, "sound", Cname),
            Video = _video is null ? null : new(_video.Ssrc, null, Cname, "picture", Cname),
            H264Profile = isH264 ? video!.Profile : null,
            AudioSlots = 0,
            VideoSlots = 0,
        });
        _transport = new(new()
        {
            IceRole = IceRole.Controlling,
            DtlsRole = DtlsRole.Active,
            Certificate = _certificate,
            LocalCredentials = _credentials,
        });
    }

    /// <summary>The offer.</summary>
    public string Offer { get; }

    /// <summary>Whether packets reach the relay.</summary>
    public bool IsConnected => _transport.State == PeerTransportState.Connected;

    /// <summary>Whether the relay is gone.</summary>
    public bool IsOver => _transport.State is PeerTransportState.Failed or PeerTransportState.Closed;

    /// <summary>Packets sent.</summary>
    public long Packets => (_video?.Packets ?? 0) + (_audio?.Packets ?? 0);

    /// <summary>Key frames that the relay asked for; whoever can, asks the box.</summary>
    public int KeyFrameRequests { get; private set; }

    /// <summary>Takes the answer; where to send.</summary>
    /// <exception cref="CliException">It cannot be used.</exception>
    public NetworkPath Accept(string answerSdp)
    {
        if (!SdpAnswer.TryParse(answerSdp, out var answer, out var error)) throw new CliException($"the server's answer cannot be read: {error?.Message}");
        var udp = answer!.Candidates.Where(one => one.Path.Protocol == NetworkProtocol.Udp).ToList();
        if (udp.Count == 0) throw new CliException("the server's answer names no UDP address");
        var candidate = udp.MaxBy(one => one.Priority);
        _path = candidate.Path;
        _transport.SetRemote(answer.Description.Ice, answer.Description.Fingerprint);
        _transport.AddRemoteCandidate(_path, candidate.Priority);
        return _path;
    }

    /// <summary>Takes a plain RTP packet of the box; false when it belongs to no published stream.</summary>
    public bool Forward(ReadOnlySpan<byte> packet) =>
        IsConnected && ((_video?.TryForward(packet, _packet.AsSpan(0, PacketRoom), SendRtp) ?? false)
            || (_audio?.TryForward(packet, _packet.AsSpan(0, PacketRoom), SendRtp) ?? false));

    /// <summary>Takes the box's RTCP: its clock, which keeps picture and sound together.</summary>
    /// <param name="isVideo">Of which stream.</param>
    /// <param name="packet">The plain RTCP.</param>
    public void ForwardReport(bool isVideo, ReadOnlySpan<byte> packet)
    {
        if ((isVideo ? _video : _audio) is not { } stream || !IsConnected || !RtcpCompound.TryParse(packet, out var compound)) return;
        foreach (var one in compound)
        {
            if (!SenderReport.TryParse(one, out var report)) continue;
            var writer = new RtcpWriter(_packet.AsSpan(0, PacketRoom));
            writer.TryAddSenderReport(stream.Ssrc, report.Ntp, report.RtpTimestamp, stream.Packets, stream.Octets);
            writer.TryAddSourceDescription(stream.Ssrc, "feed"u8);
            SendRtcp(writer.Length);
        }
    }

    /// <summary>Takes a datagram of the relay.</summary>
    public void Receive(MonotonicTime now, Span<byte> datagram)
    {
        if (_transport.Receive(now, _path, datagram, out var length) == ReceiveResult.Rtcp && RtcpCompound.TryParse(datagram[..length], out var compound))
        {
            foreach (var packet in compound)
            {
                if (PictureLossIndication.TryParse(packet, out _) || FullIntraRequest.TryParse(packet, out _)) KeyFrameRequests++;
            }
        }

        Drain();
    }

    /// <summary>Does what is due.</summary>
    public void Advance(MonotonicTime now)
    {
        if (_transport.NextDeadline <= now) _transport.HandleTimeout(now);
        Drain();
    }

    /// <summary>Writes a request for a key frame, for a box that understands RTCP feedback; its length.</summary>
    public int WriteKeyFrameRequest(Span<byte> buffer, Ssrc ofBox)
    {
        var writer = new RtcpWriter(buffer);
        writer.TryAddReceiverReport(_own, []);
        writer.TryAddPictureLossIndication(_own, ofBox);
        return writer.Length;
    }

    /// <summary>Says good-bye.</summary>
    public void Close(MonotonicTime now)
    {
        _transport.Close(now);
        Drain();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _transport.Dispose();
        _certificate.Dispose();
    }

    private static Ssrc NewSsrc() => new((uint)RandomNumberGenerator.GetInt32(1, int.MaxValue));

    private void Drain()
    {
        while (_transport.TryPollDatagram(_packet, out var length, out _)) _send(_packet.AsSpan(0, length));
        while (_transport.TryPollEvent(out _))
        {
        }
    }

    private void SendRtp(int length)
    {
        var protectedLength = _transport.ProtectRtp(_packet, length);
        if (protectedLength > 0) _send(_packet.AsSpan(0, protectedLength));
    }

    private void SendRtcp(int length)
    {
        var protectedLength = _transport.ProtectRtcp(_packet, length);
        if (protectedLength > 0) _send(_packet.AsSpan(0, protectedLength));
    }
}
