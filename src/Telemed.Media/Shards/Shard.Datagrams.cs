using System.Buffers.Binary;
using System.Text;
using Telemed.Media.Net;
using Telemed.Recording.Journal;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Session;
using Telemed.Rtc.Stun;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Media.Shards;

/// <content>The way of a datagram to its peer, and of packets to the queue.</content>
internal sealed unsafe partial class Shard : IRoomOutput
{
    /// <summary>RFC 7983: the first byte tells DTLS (20 to 63) and SRTP (128 to 191).</summary>
    private const byte FirstDtls = 20;
    private const byte LastDtls = 63;
    private const byte FirstRtp = 128;
    private const byte LastRtp = 191;
    private const int LongestUfrag = 32;

    /// <summary>How many packets from unknown sources are tried against known peers in a second.</summary>
    private PerSecond _moves = new(100);

    /// <summary>How many checks that name nobody are answered in a second: whoever looks whether the port is open sends a few.</summary>
    private PerSecond _answers = new(50);

    /// <inheritdoc/>
    Span<byte> IRoomOutput.Reserve() => _send.Reserve();

    /// <inheritdoc/>
    void IRoomOutput.SendRtp(Participant to, int length)
    {
        if (to.Transport is not Peer { IsEnded: false } peer || length + PeerTransport.MaxRtpOverhead > SendQueue.SlotSize)
        {
            return;
        }

        var protectedLength = peer.Transport.ProtectRtp(_send.Reserved, length);
        if (protectedLength > 0)
        {
            _send.Commit(peer.Target, protectedLength);
            peer.BytesOut += protectedLength;
            Counters.PacketsOut++;
        }
    }

    /// <inheritdoc/>
    void IRoomOutput.SendRtcp(Participant to, int length)
    {
        if (to.Transport is not Peer { IsEnded: false } peer || length + PeerTransport.MaxRtcpOverhead > SendQueue.SlotSize)
        {
            return;
        }

        var protectedLength = peer.Transport.ProtectRtcp(_send.Reserved, length);
        if (protectedLength > 0)
        {
            _send.Commit(peer.Target, protectedLength);
        }
    }

    private void TakeDatagram(MonotonicTime now, int index)
    {
        Counters.DatagramsIn++;
        var length = _received.Length(index);
        if (length == 0)
        {
            Counters.Strangers++;
            return;
        }

        TakeDatagram(now, _received.Source(index), _received.Local(index), _received.Slot(index)[..length]);
    }

    private void TakeDatagram(MonotonicTime now, in NetworkPath path, LocalAddress local, Span<byte> datagram)
    {
        if (!TryFindPeer(now, path, datagram, out var peer))
        {
            Counters.Strangers++;
            AnswerStranger(now, path, local, datagram);
        }
        else if (datagram[0] is >= FirstDtls and <= LastDtls)
        {
            if (!_handshakes.TryAdd(path, local, datagram))
            {
                Counters.HandshakesDropped++;
            }
        }
        else
        {
            Deliver(now, peer, path, local, datagram);
        }
    }

    private void AnswerStranger(MonotonicTime now, in NetworkPath path, LocalAddress local, ReadOnlySpan<byte> datagram)
    {
        if (path.Protocol == NetworkProtocol.Udp
            && IceStranger.IsCheck(datagram)
            && _answers.TryTake(now)
            && IceStranger.Answer(datagram, _send.Reserve()) is > 0 and var length)
        {
            _send.Commit(path, local, LinkTo(path), length);
        }
    }

    /// <summary>
    /// By the path; a check by the fragment in its user name, as the same path may since belong to another peer; media
    /// from an unknown path by its SSRC, as the peer may have moved (its tag has to verify before anything follows).
    /// </summary>
    private bool TryFindPeer(MonotonicTime now, in NetworkPath path, ReadOnlySpan<byte> datagram, out Peer peer)
    {
        if (datagram[0] < FirstDtls && TryFindByUfrag(datagram, out peer))
        {
            return true;
        }

        if (_byPath.TryGetValue(path, out peer!))
        {
            return true;
        }

        return datagram[0] is >= FirstRtp and <= LastRtp && datagram.Length >= RtpPacket.FixedHeaderLength
            && TryFindBySsrc(now, datagram, out peer);
    }

    private bool TryFindByUfrag(ReadOnlySpan<byte> datagram, out Peer peer)
    {
        peer = null!;
        if (!IceUsername.TryGetReceiver(datagram, out var ufrag) || ufrag.Length > LongestUfrag)
        {
            return false;
        }

        Span<char> text = stackalloc char[LongestUfrag];
        return _byUfragText.TryGetValue(text[..Encoding.Latin1.GetChars(ufrag, text)], out peer!);
    }

    private bool TryFindBySsrc(MonotonicTime now, ReadOnlySpan<byte> datagram, out Peer peer)
    {
        peer = null!;
        if (!_moves.TryTake(now))
        {
            return false;
        }

        // RTCP has its sender's SSRC where RTP has its time stamp (RFC 3550 section 6.4.1).
        var isRtcp = datagram[1] is >= 192 and <= 223;
        Ssrc ssrc = new(BinaryPrimitives.ReadUInt32BigEndian(datagram[(isRtcp ? 4 : 8)..]));
        foreach (var candidate in _byUfrag.Values)
        {
            if (candidate.Participant.Sends(ssrc))
            {
                peer = candidate;
                return true;
            }
        }

        return false;
    }

    private void Deliver(MonotonicTime now, Peer peer, in NetworkPath path, LocalAddress local, Span<byte> datagram)
    {
        try
        {
            var result = peer.Transport.Receive(now, path, datagram, out var length);
            Drain(now, peer, path, local, result != ReceiveResult.None);
            if (peer.IsEnded)
            {
                return;
            }

            peer.BytesIn += length;
            if (result == ReceiveResult.Rtp)
            {
                HandOver(peer, datagram[..length], isRtcp: false);
                peer.Room.Room.OnRtp(now, peer.Participant, datagram[..length]);
            }
            else if (result == ReceiveResult.Rtcp)
            {
                HandOver(peer, datagram[..length], isRtcp: true);
                peer.Room.Room.OnRtcp(now, peer.Participant, datagram[..length]);
            }
            else
            {
                Schedule(peer);
                return;
            }

            Unsettle(peer.Room);
        }
#pragma warning disable CA1031 // a fault ends its peer, never the loop
        catch (Exception fault)
#pragma warning restore CA1031
        {
            EndFaulty(now, peer, fault);
        }
    }

    private void Drain(MonotonicTime now, Peer peer) => Drain(now, peer, default, default, isAuthentic: false);

    /// <summary>Sends what the transport wants sent and hears what happened to it.</summary>
    /// <param name="now">The time.</param>
    /// <param name="peer">Whose transport.</param>
    /// <param name="from">Where the datagram came from that caused this; the default value for none.</param>
    /// <param name="local">The local address that it came to.</param>
    /// <param name="isAuthentic">Whether it proved to be the peer's.</param>
    private void Drain(MonotonicTime now, Peer peer, in NetworkPath from, LocalAddress local, bool isAuthentic)
    {
        isAuthentic |= SendWaiting(peer, from, local);
        if (isAuthentic && from != peer.LastPath)
        {
            Lead(from, peer);
            peer.LastPath = from;
        }

        while (!peer.IsEnded && peer.Transport.TryPollEvent(out var happened))
        {
            TakeEvent(now, peer, happened, local);
        }
    }

    /// <summary>Sends what the transport wants sent.</summary>
    /// <returns>Whether a check from <paramref name="from"/> was answered with success: only an authenticated one is, so
    /// from now on this path leads to the peer.</returns>
    private bool SendWaiting(Peer peer, in NetworkPath from, LocalAddress local)
    {
        var isAuthentic = false;
        while (peer.Transport.TryPollDatagram(_send.Reserve(), out var length, out var to))
        {
            isAuthentic |= to == from && IsCheckAnswer(_send.Reserve()[..length]);
            _send.Commit(to, local.IsAny ? peer.Target.Local : local, LinkTo(to), length);
        }

        return isAuthentic;
    }

    private static bool IsCheckAnswer(ReadOnlySpan<byte> datagram) =>
        StunMessage.TryParse(datagram, out var message) && message.Type == StunMessageType.BindingSuccess;

    private void Lead(in NetworkPath path, Peer peer)
    {
        if (_byPath.TryGetValue(path, out var known) && ReferenceEquals(known, peer))
        {
            return;
        }

        _byPath[path] = peer;
        Prove(path);
        if (peer.TryAddPath(path, out var forgotten) && forgotten is { } old)
        {
            Mislead(old, peer);
        }
    }

    private void Mislead(in NetworkPath path, Peer peer)
    {
        if (_byPath.TryGetValue(path, out var known) && ReferenceEquals(known, peer))
        {
            _byPath.Remove(path);
        }
    }

    private void TakeEvent(MonotonicTime now, Peer peer, in PeerTransportEvent happened, LocalAddress local)
    {
        switch (happened.Kind)
        {
            case PeerTransportEventKind.PathChanged:
                peer.Target.MoveTo(happened.Path, local, LinkTo(happened.Path));
                peer.Room.Recorder?.OnTransport(peer.Participant.Id, TransportChange.Moved, now);
                break;
            case PeerTransportEventKind.Connected:
                peer.Room.Room.Connect(now, peer.Participant);
                Unsettle(peer.Room);
                peer.Room.Recorder?.OnTransport(peer.Participant.Id, TransportChange.Connected, now);
                peer.Room.Post(new MediaEvent.ParticipantConnected(peer.Room.Id, peer.Participant.Id));
                _settings.Logger.Connected(peer.Room.Id, peer.Participant.Id);
                break;
            case PeerTransportEventKind.Failed:
                EndTransport(now, peer, ReasonOf(happened.Failure));
                break;
            case PeerTransportEventKind.Silenced:
                Silence(now, peer);
                break;
            case PeerTransportEventKind.Returned:
                Return(now, peer);
                break;
            case PeerTransportEventKind.ConsentLost:
                EndTransport(now, peer, DisconnectReason.TimedOut);
                break;
            case PeerTransportEventKind.Closed:
                EndTransport(now, peer, DisconnectReason.ClosedByPeer);
                break;
            default:
                break;
        }
    }

    private static DisconnectReason ReasonOf(PeerTransportFailure failure) =>
        failure is PeerTransportFailure.NoConnectivity or PeerTransportFailure.ConsentLost
            ? DisconnectReason.TimedOut
            : DisconnectReason.HandshakeFailed;
}
