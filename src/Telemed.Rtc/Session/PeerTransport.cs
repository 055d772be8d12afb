using System.Runtime.CompilerServices;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Srtp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Session;

/// <summary>
/// The transport of one PeerConnection: ICE, DTLS and SRTP over one bundle (RFC 8843) with RTP and RTCP multiplexed
/// (RFC 5761). Bytes and the time go in; datagrams, events and a deadline come out. After every call that takes the
/// time, drain <see cref="TryPollDatagram"/> and <see cref="TryPollEvent"/>, then wake it at
/// <see cref="NextDeadline"/>. One thread at a time. Dispose frees native memory.
/// </summary>
public sealed unsafe class PeerTransport : IDisposable
{
    /// <summary>Bytes that <see cref="ProtectRtp(byte*, int)"/> may add.</summary>
    public const int MaxRtpOverhead = 16;

    /// <summary>Bytes that <see cref="ProtectRtcp(byte*, int)"/> may add.</summary>
    public const int MaxRtcpOverhead = 20;

    private const int MinMtu = 300;
    private const int MaxMtu = 1500;
    private const int MaxTrialLength = 2048;

    private static readonly TimeSpan ConnectivityLimit = TimeSpan.FromSeconds(30);

    private readonly IceLeg _ice;
    private readonly DtlsEndpoint _dtls;
    private readonly StunOutbox _outbox = new();
    private readonly Queue<PeerTransportEvent> _events = new(4);
    private SrtpSender? _sender;
    private SrtpReceiver? _receiver;
    private PeerTransportCounters _counters;
    private UnknownPathThrottle _throttle;
    private MonotonicTime _now;
    private readonly TimeSpan _longestSilence;
    private MonotonicTime _connectivityBy = MonotonicTime.Never;
    private MonotonicTime _silentUntil = MonotonicTime.Never;
    private bool _started;
    private bool _hasPath;
    private bool _hasRemote;
    private bool _disposed;

    /// <summary>
    /// Makes a transport; it does nothing before the first <see cref="HandleTimeout"/> or <see cref="Receive"/>.
    /// </summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PeerTransport(PeerTransportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Mtu, MinMtu, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Mtu, MaxMtu, nameof(options));
        _ice = options.IceRole == IceRole.Lite
            ? new LiteIceLeg(options.LocalCredentials)
            : new ControllingIceLeg(options.LocalCredentials, options.Random);
        _longestSilence = options.LongestSilence;
        _dtls = new(options.DtlsRole, options.Certificate, options.Mtu);
        if (options.RemoteFingerprint is { } fingerprint)
        {
            _dtls.SetPeerFingerprint(fingerprint);
            _hasRemote = true;
        }
    }

    /// <summary>Where the transport stands.</summary>
    public PeerTransportState State { get; private set; }

    /// <summary>Why it failed; None while it has not.</summary>
    public PeerTransportFailure Failure { get; private set; }

    /// <summary>Where datagrams go now; the default value while there is no path.</summary>
    public NetworkPath SelectedPath { get; private set; }

    /// <summary>The negotiated SRTP profile; None before Connected.</summary>
    public SrtpProfile SrtpProfile => _dtls.SrtpProfile;

    /// <summary>When <see cref="HandleTimeout"/> wants to be called next; in the past when at once.</summary>
    public MonotonicTime NextDeadline
    {
        get
        {
            if (IsOver)
                return MonotonicTime.Never;
            if (!_started)
                return default;
            return Earlier(Earlier(_connectivityBy, _silentUntil), Earlier(_ice.Deadline, _dtls.NextDeadline));
        }
    }

    /// <summary>What was received and dropped so far.</summary>
    public PeerTransportCounters Counters => _counters;

    private bool IsOver => State is PeerTransportState.Closed or PeerTransportState.Failed;

    /// <summary>
    /// Sets what the peer announced, once, for a client whose offer was answered. Call <see cref="HandleTimeout"/>
    /// after.
    /// </summary>
    /// <exception cref="InvalidOperationException">The peer's fingerprint is known already.</exception>
    public void SetRemote(IceCredentials credentials, DtlsFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        if (_hasRemote)
            throw new InvalidOperationException("What the peer announced was set before.");
        _hasRemote = true;
        _started = false; // the time for connectivity begins with the next timeout
        _ice.SetRemote(credentials);
        _dtls.SetPeerFingerprint(fingerprint);
    }

    /// <summary>
    /// Adds a candidate of the peer, for a controlling agent, at any time; one that comes after the nomination is not
    /// checked. Call <see cref="HandleTimeout"/> after.
    /// </summary>
    /// <param name="path">Where the peer listens.</param>
    /// <param name="priority">The candidate's priority (RFC 8445 section 5.1.2).</param>
    /// <exception cref="InvalidOperationException">The agent is a lite one, which learns paths from checks.</exception>
    public void AddRemoteCandidate(in NetworkPath path, uint priority) => _ice.AddRemoteCandidate(path, priority);

    /// <summary>
    /// Begins an ICE restart (RFC 8445 section 9) on the lite side: new credentials are good at once, the old ones and
    /// their path until the peer nominates anew. DTLS and SRTP go on.
    /// </summary>
    /// <exception cref="InvalidOperationException">The agent is a controlling one.</exception>
    public void RestartIce(IceCredentials local) => _ice.Restart(local);

    /// <summary>
    /// Takes one datagram. RTP and RTCP are authenticated, checked for replay and decrypted in place. Whatever the
    /// datagram holds, this never throws; what is not wanted is counted in <see cref="Counters"/>. Allocates nothing
    /// for media.
    /// </summary>
    /// <param name="now">The time of arrival.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="datagram">The bytes. Unchanged when they come from an unknown path and are not for this
    /// transport.</param>
    /// <param name="length">The length of the plaintext packet at the start of <paramref name="datagram"/>; 0 with
    /// None.</param>
    public ReceiveResult Receive(MonotonicTime now, in NetworkPath from, Span<byte> datagram, out int length)
    {
        length = 0;
        Start(now);
        if (IsOver)
            return Drop();
        switch (DatagramDemux.Classify(datagram))
        {
            case DatagramKind.Rtp:
                return ReceiveMedia(from, datagram, isRtcp: false, out length);
            case DatagramKind.Rtcp:
                return ReceiveMedia(from, datagram, isRtcp: true, out length);
            case DatagramKind.Stun:
                return ReceiveStun(from, datagram);
            case DatagramKind.Dtls:
                return ReceiveDtls(from, datagram);
            default:
                return Drop();
        }
    }

    /// <summary>
    /// Says that the connection of a TCP path has ended: the best other path takes over at once. Drain the events after.
    /// </summary>
    public void ClosePath(MonotonicTime now, in NetworkPath path)
    {
        _now = now;
        if (IsOver)
            return;
        _ice.ClosePath(path);
        FollowIce();
    }

    /// <summary>Takes the next datagram that ICE or DTLS wants sent; false when there is none.</summary>
    /// <param name="destination">Room for it: 1500 bytes are always enough.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="to">Where to send it.</param>
    public bool TryPollDatagram(Span<byte> destination, out int length, out NetworkPath to)
    {
        if (_outbox.TryTake(destination, out length, out to))
            return true;
        if (!_disposed && !IsOver)
        {
            var checks = _ice.TryPoll(_now, destination, out to, out length);
            FollowIce();
            if (checks)
                return true;
        }

        to = SelectedPath;
        return _hasPath && _dtls.TryPollDatagram(destination, out length);
    }

    /// <summary>Takes the next event; false when there is none.</summary>
    public bool TryPollEvent(out PeerTransportEvent happened) => _events.TryDequeue(out happened);

    /// <summary>Does what is due at <paramref name="now"/>; harmless when nothing is.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        Start(now);
        if (IsOver)
            return;
        _ice.HandleTimeout(now);
        FollowIce();
        _dtls.HandleTimeout(now);
        FollowDtls();
        if (now >= _connectivityBy)
            Fail(PeerTransportFailure.NoConnectivity);
        if (now >= _silentUntil)
            EndSilence();
    }

    /// <summary>
    /// Protects an RTP packet in place. Packets may be late or out of order, but a number may be used again only for
    /// the same bytes: another packet under the same number would break the cipher. Allocates nothing.
    /// </summary>
    /// <param name="packet">The packet, with <see cref="MaxRtpOverhead"/> bytes of room behind it.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The length to send to <see cref="SelectedPath"/>; 0 when not connected or not a valid RTP
    /// packet.</returns>
    public int ProtectRtp(byte* packet, int length) =>
        State == PeerTransportState.Connected ? _sender!.ProtectRtp(packet, length) : 0;

    /// <inheritdoc cref="ProtectRtp(byte*, int)"/>
    /// <exception cref="ArgumentException">There is not enough room behind the packet.</exception>
    public int ProtectRtp(Span<byte> packet, int length) =>
        State == PeerTransportState.Connected ? _sender!.ProtectRtp(packet, length) : 0;

    /// <summary>Protects an RTCP packet in place. Allocates nothing.</summary>
    /// <param name="packet">The packet, with <see cref="MaxRtcpOverhead"/> bytes of room behind it.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The length to send to <see cref="SelectedPath"/>; 0 when not connected or not a valid RTCP
    /// packet.</returns>
    public int ProtectRtcp(byte* packet, int length) =>
        State == PeerTransportState.Connected ? _sender!.ProtectRtcp(packet, length) : 0;

    /// <inheritdoc cref="ProtectRtcp(byte*, int)"/>
    /// <exception cref="ArgumentException">There is not enough room behind the packet.</exception>
    public int ProtectRtcp(Span<byte> packet, int length) =>
        State == PeerTransportState.Connected ? _sender!.ProtectRtcp(packet, length) : 0;

    /// <summary>
    /// Sends close_notify (poll the datagrams once more) and ends the association. Does nothing a second time.
    /// </summary>
    public void Close(MonotonicTime now)
    {
        _now = now;
        if (IsOver)
            return;
        _dtls.Close();
        FollowDtls();
    }

    /// <summary>Frees keys and native memory; sends nothing.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _dtls.Dispose();
        _sender?.Dispose();
        _receiver?.Dispose();
        if (!IsOver)
            State = PeerTransportState.Closed;
    }

    private static MonotonicTime Earlier(MonotonicTime left, MonotonicTime right) => left < right ? left : right;

    private static PeerTransportFailure FailureOf(DtlsFailure failure) => failure switch
    {
        DtlsFailure.FingerprintMismatch => PeerTransportFailure.FingerprintMismatch,
        DtlsFailure.RejectedByPeer => PeerTransportFailure.RejectedByPeer,
        DtlsFailure.NoSrtpProfile => PeerTransportFailure.NoSrtpProfile,
        DtlsFailure.HandshakeTimeout => PeerTransportFailure.HandshakeTimeout,
        _ => PeerTransportFailure.Protocol,
    };

    private void Start(MonotonicTime now)
    {
        _now = now;
        if (_started)
            return;
        _started = true;
        _connectivityBy = now + ConnectivityLimit;
    }

    private ReceiveResult Drop()
    {
        _counters.Dropped++;
        return ReceiveResult.None;
    }

    private ReceiveResult ReceiveStun(in NetworkPath from, ReadOnlySpan<byte> datagram)
    {
        _counters.StunReceived++;
        var answer = _ice.HandleDatagram(_now, from, datagram, _outbox.Next);
        if (answer > 0)
            _outbox.Commit(answer, from);
        FollowIce();
        return ReceiveResult.None;
    }

    // A handshake with a stranger costs a signature; only paths that ICE has proven get one.
    private ReceiveResult ReceiveDtls(in NetworkPath from, ReadOnlySpan<byte> datagram)
    {
        if (!_hasRemote || !_ice.Knows(from))
            return Drop();
        _counters.DtlsReceived++;
        _dtls.Receive(_now, datagram);
        FollowDtls();
        return ReceiveResult.None;
    }

    private ReceiveResult ReceiveMedia(in NetworkPath from, Span<byte> datagram, bool isRtcp, out int length)
    {
        length = 0;
        if (State != PeerTransportState.Connected)
            return Drop();
        if (from == SelectedPath)
            return Count(Unprotect(datagram, isRtcp, out length), isRtcp);
        var verdict = TryFromOtherPath(from, datagram, isRtcp, out length);
        return verdict is { } known ? Count(known, isRtcp) : ReceiveResult.None;
    }

    // Works on a copy, so that a datagram that is not ours stays as it came: its owner may be another transport.
    [SkipLocalsInit]
    private SrtpVerdict? TryFromOtherPath(in NetworkPath from, Span<byte> datagram, bool isRtcp, out int length)
    {
        length = 0;
        if (datagram.Length > MaxTrialLength)
            return SrtpVerdict.Malformed;
        if (!_ice.Knows(from) && !_throttle.TryTake(_now))
        {
            _counters.Throttled++;
            return null;
        }

        Span<byte> copy = stackalloc byte[MaxTrialLength];
        copy = copy[..datagram.Length];
        datagram.CopyTo(copy);
        var verdict = Unprotect(copy, isRtcp, out length);
        if (verdict != SrtpVerdict.Accepted)
            return verdict;
        copy.CopyTo(datagram);
        if (_receiver!.AcceptedNewest)
        {
            _ice.FollowMedia(_now, from);
            FollowIce();
        }

        return verdict;
    }

    private SrtpVerdict Unprotect(Span<byte> datagram, bool isRtcp, out int length) => isRtcp
        ? _receiver!.UnprotectRtcp(datagram, out length)
        : _receiver!.UnprotectRtp(datagram, out length);

    private ReceiveResult Count(SrtpVerdict verdict, bool isRtcp)
    {
        switch (verdict)
        {
            case SrtpVerdict.Accepted when isRtcp:
                _counters.RtcpReceived++;
                return ReceiveResult.Rtcp;
            case SrtpVerdict.Accepted:
                _counters.RtpReceived++;
                return ReceiveResult.Rtp;
            case SrtpVerdict.Forged:
                _counters.Forged++;
                return ReceiveResult.None;
            case SrtpVerdict.Replayed:
                _counters.Replayed++;
                return ReceiveResult.None;
            default:
                return Drop();
        }
    }

    private void FollowIce()
    {
        while (!IsOver && _ice.TryTakeEvent(out var happened))
        {
            if (happened.Kind == IceEventKind.PathSelected)
                UsePath(happened.Path);
            else if (happened.Kind == IceEventKind.Lost)
                LosePath();
        }
    }

    private void UsePath(in NetworkPath path)
    {
        _counters.PathChanges += _hasPath ? 1 : 0;
        SelectedPath = path;
        Raise(PeerTransportEventKind.PathChanged);
        if (_hasPath)
            return;
        _hasPath = true;
        if (State == PeerTransportState.Silent)
        {
            // The check has proven who asks; keys, counters and streams are what they were.
            _silentUntil = MonotonicTime.Never;
            State = PeerTransportState.Connected;
            Raise(PeerTransportEventKind.Returned);
            return;
        }

        _connectivityBy = MonotonicTime.Never;
        State = PeerTransportState.Securing;
        _dtls.Start(_now);
    }

    private void LosePath()
    {
        if (!_hasPath)
        {
            Fail(PeerTransportFailure.NoConnectivity);
            return;
        }

        // RFC 7675 section 5.1: without consent not even an alert may be sent.
        _hasPath = false;
        SelectedPath = default;
        if (State == PeerTransportState.Connected && _longestSilence > TimeSpan.Zero)
        {
            State = PeerTransportState.Silent;
            _silentUntil = _now + _longestSilence;
            Raise(PeerTransportEventKind.Silenced);
            return;
        }

        EndSilence();
    }

    private void EndSilence()
    {
        _silentUntil = MonotonicTime.Never;
        State = PeerTransportState.Failed;
        Failure = PeerTransportFailure.ConsentLost;
        Raise(PeerTransportEventKind.ConsentLost);
    }

    private void FollowDtls()
    {
        if (IsOver)
            return;
        switch (_dtls.State)
        {
            case DtlsState.Connected when _sender is null:
                _dtls.CreateSrtp(out _sender, out _receiver);
                State = PeerTransportState.Connected;
                Raise(PeerTransportEventKind.Connected);
                break;
            case DtlsState.Closed:
                State = PeerTransportState.Closed;
                Raise(PeerTransportEventKind.Closed);
                break;
            case DtlsState.Failed:
                Fail(FailureOf(_dtls.Failure));
                break;
        }
    }

    private void Fail(PeerTransportFailure failure)
    {
        State = PeerTransportState.Failed;
        Failure = failure;
        Raise(PeerTransportEventKind.Failed);
    }

    private void Raise(PeerTransportEventKind kind) => _events.Enqueue(new(kind, Failure, SelectedPath));
}
