using System.Security.Cryptography;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Load;

/// <summary>
/// One participant: a transport of our own engines over a socket of its own. Made on any thread; after
/// <see cref="Accept"/> it belongs to the <see cref="LoadLoop"/> that it is given to.
/// </summary>
internal abstract class LoadPeer : IDisposable
{
    /// <summary>Room for one packet and its protection.</summary>
    protected const int PacketRoom = 1500;

    private static readonly TimeSpan SetUpPause = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(1);
    private static readonly RandomNumberGenerator Random = RandomNumberGenerator.Create();

    private readonly DtlsCertificate _certificate;
    private readonly LoadSocketOptions _options;
    private readonly IceCredentials _credentials =
        IceCredentials.Create(RandomNumberGenerator.GetBytes(IceCredentials.EntropyLength));

    private MonotonicTime _reportAt = MonotonicTime.Never;
    private PeerTransport? _transport;
    private LoadSocket? _socket;

    /// <summary>A participant that has not offered anything yet.</summary>
    /// <param name="certificate">Shared by all; not disposed.</param>
    /// <param name="options">What its socket asks of the kernel.</param>
    protected LoadPeer(DtlsCertificate certificate, LoadSocketOptions options)
    {
        _certificate = certificate;
        _options = options;
    }

    /// <summary>Its place in its loop.</summary>
    public int Index { get; set; }

    /// <summary>Where its session is, to end it.</summary>
    public string Session { get; set; } = string.Empty;

    /// <summary>When its join began.</summary>
    public MonotonicTime Began { get; set; }

    /// <summary>Whether media can flow.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Whether the transport has ended, and not by us.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether it was closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Its socket.</summary>
    public LoadSocket Socket => _socket ?? throw new InvalidOperationException("There is no answer yet.");

    /// <summary>Its transport.</summary>
    protected PeerTransport Transport => _transport ?? throw new InvalidOperationException("There is no answer yet.");

    /// <summary>Room for a packet to send.</summary>
    protected byte[] Packet { get; } = GC.AllocateUninitializedArray<byte>(PacketRoom + PeerTransport.MaxRtcpOverhead);

    /// <summary>The offer.</summary>
    public string Offer() => SdpOfferWriter.Write(Plan(_credentials, _certificate.Fingerprint));

    /// <summary>Takes the answer.</summary>
    /// <exception cref="CliException">It cannot be used.</exception>
    public void Accept(string answerSdp)
    {
        if (!SdpAnswer.TryParse(answerSdp, out var answer, out var error))
        {
            throw new CliException($"the server's answer cannot be read: {error?.Message}");
        }

        var path = answer!.Candidates.Select(candidate => candidate.Path)
            .FirstOrDefault(candidate => candidate.Protocol == NetworkProtocol.Udp && candidate.IsIPv4);
        if (path == default)
        {
            throw new CliException("the server's answer names no IPv4 address");
        }

        _socket = new(path, _options);
        _transport = new(new()
        {
            IceRole = IceRole.Controlling,
            DtlsRole = DtlsRole.Active,
            Certificate = _certificate,
            LocalCredentials = _credentials,
            Random = Random,
        });
        _transport.SetRemote(answer.Description.Ice, answer.Description.Fingerprint);
        _transport.AddRemoteCandidate(path, 1);
        Path = path;
        Settle(answer);
    }

    /// <summary>Takes a datagram.</summary>
    /// <param name="now">The time.</param>
    /// <param name="datagram">The bytes.</param>
    /// <param name="arrivedAt">The kernel's wall time of arrival in nanoseconds; 0 when it was not noted.</param>
    public void Receive(MonotonicTime now, Span<byte> datagram, long arrivedAt)
    {
        if (IsClosed)
        {
            return;
        }

        if (IsConnected && IsMedia(datagram))
        {
            TakeMedia(now, datagram, arrivedAt);
            return;
        }

        if (Transport.Receive(now, Path, datagram, out var length) == ReceiveResult.Rtcp)
        {
            TakeRtcp(now, datagram[..length]);
        }

        Drain(now);
    }

    /// <summary>Does what is due; when it wants to be called again.</summary>
    public MonotonicTime Advance(MonotonicTime now)
    {
        if (IsClosed || HasFailed)
        {
            return MonotonicTime.Never;
        }

        if (Transport.NextDeadline <= now)
        {
            Transport.HandleTimeout(now);
            Drain(now);
        }

        if (!IsConnected)
        {
            var next = now + SetUpPause;
            return HasFailed ? MonotonicTime.Never : next;
        }

        if (_reportAt <= now)
        {
            _reportAt = now + ReportEvery;
            SendReports(now);
        }

        return Earlier(Earlier(_reportAt, Transport.NextDeadline), Work(now));
    }

    /// <summary>Says good-bye and closes the socket.</summary>
    public void Close(MonotonicTime now)
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        if (_transport is not null)
        {
            _transport.Close(now);
            Drain(now);
        }

        _socket?.Dispose();
        _transport?.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket?.Dispose();
        _transport?.Dispose();
    }

    /// <summary>What to offer.</summary>
    protected abstract OfferPlan Plan(IceCredentials credentials, DtlsFingerprint fingerprint);

    /// <summary>Reads what else it needs from the answer.</summary>
    protected abstract void Settle(SdpAnswer answer);

    /// <summary>Takes a protected media packet.</summary>
    protected abstract void TakeMedia(MonotonicTime now, Span<byte> datagram, long arrivedAt);

    /// <summary>Takes plain RTCP.</summary>
    protected abstract void TakeRtcp(MonotonicTime now, ReadOnlySpan<byte> datagram);

    /// <summary>Sends what is due; when something is due next.</summary>
    protected abstract MonotonicTime Work(MonotonicTime now);

    /// <summary>Sends the reports of a second.</summary>
    protected abstract void SendReports(MonotonicTime now);

    /// <summary>The transport is up.</summary>
    protected virtual void OnConnected(MonotonicTime now)
    {
    }

    /// <summary>The server's address.</summary>
    protected NetworkPath Path { get; private set; }

    /// <summary>Sends the first bytes of <see cref="Packet"/> as RTP.</summary>
    protected void SendRtp(int length)
    {
        var protectedLength = length == 0 ? 0 : Transport.ProtectRtp(Packet, length);
        if (protectedLength > 0)
        {
            Socket.Send(Packet.AsSpan(0, protectedLength));
        }
    }

    /// <summary>Sends the first bytes of <see cref="Packet"/> as RTCP.</summary>
    protected void SendRtcp(int length)
    {
        var protectedLength = length == 0 ? 0 : Transport.ProtectRtcp(Packet, length);
        if (protectedLength > 0)
        {
            Socket.Send(Packet.AsSpan(0, protectedLength));
        }
    }

    /// <summary>A fresh SSRC, never 0.</summary>
    protected static Ssrc NewSsrc() => new((uint)RandomNumberGenerator.GetInt32(1, int.MaxValue));

    /// <summary>The earlier of two.</summary>
    protected static MonotonicTime Earlier(MonotonicTime left, MonotonicTime right) => left < right ? left : right;

    // RFC 7983 and RFC 5761: RTP begins with 128 to 191, and its payload types avoid RTCP's packet types.
    private static bool IsMedia(ReadOnlySpan<byte> datagram) =>
        datagram.Length > RtpPacket.FixedHeaderLength && datagram[0] is >= 128 and <= 191 && datagram[1] is not (>= 192 and <= 223);

    private void Drain(MonotonicTime now)
    {
        while (Transport.TryPollDatagram(Packet, out var length, out _))
        {
            Socket.Send(Packet.AsSpan(0, length));
        }

        while (Transport.TryPollEvent(out var happened))
        {
            switch (happened.Kind)
            {
                case PeerTransportEventKind.Connected:
                    IsConnected = true;
                    _reportAt = now + (ReportEvery * ((Index % 16) / 16.0));
                    OnConnected(now);
                    break;
                case PeerTransportEventKind.Failed or PeerTransportEventKind.ConsentLost or PeerTransportEventKind.Closed:
                    HasFailed = !IsClosed;
                    IsConnected = false;
                    break;
            }
        }
    }
}
