#pragma warning disable CA1822 // members gain their bodies with the engines below them
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Srtp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Session;

/// <summary>
/// The transport of one PeerConnection: ICE, DTLS and SRTP over one bundle (RFC 8843) with RTP and RTCP multiplexed (RFC 5761).
/// Bytes and the time go in; datagrams, events and a deadline come out. After every call that takes the time, drain
/// <see cref="TryPollDatagram"/> and <see cref="TryPollEvent"/>, then wake it at <see cref="NextDeadline"/>.
/// One thread at a time. Dispose frees native memory.
/// </summary>
public sealed unsafe class PeerTransport : IDisposable
{
    /// <summary>Bytes that <see cref="ProtectRtp(byte*, int)"/> may add.</summary>
    public const int MaxRtpOverhead = 16;

    /// <summary>Bytes that <see cref="ProtectRtcp(byte*, int)"/> may add.</summary>
    public const int MaxRtcpOverhead = 20;

    /// <summary>Makes a transport; it does nothing before the first <see cref="HandleTimeout"/> or <see cref="Receive"/>.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public PeerTransport(PeerTransportOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Mtu, 300, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Mtu, 1500, nameof(options));
    }

    /// <summary>Where the transport stands.</summary>
    public PeerTransportState State { get; private set; }

    /// <summary>Why it failed; None while it has not.</summary>
    public PeerTransportFailure Failure { get; private set; }

    /// <summary>Where datagrams go now; the default value before the first authenticated check.</summary>
    public NetworkPath SelectedPath { get; private set; }

    /// <summary>The negotiated SRTP profile; None before Connected.</summary>
    public SrtpProfile SrtpProfile { get; private set; }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called next; in the past when at once.</summary>
    public MonotonicTime NextDeadline { get; private set; }

    /// <summary>What was received and dropped so far.</summary>
    public PeerTransportCounters Counters => default;

    /// <summary>Sets what the peer announced, once, for a client whose offer was answered.</summary>
    /// <exception cref="InvalidOperationException">It was set before.</exception>
    public void SetRemote(IceCredentials credentials, DtlsFingerprint fingerprint)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        _ = fingerprint;
    }

    /// <summary>Adds a candidate of the peer; for a controlling agent.</summary>
    /// <param name="path">Where the peer listens.</param>
    /// <param name="priority">The candidate's priority (RFC 8445 section 5.1.2).</param>
    public void AddRemoteCandidate(in NetworkPath path, uint priority)
    {
        _ = path;
        _ = priority;
    }

    /// <summary>
    /// Takes one datagram. RTP and RTCP are authenticated, checked for replay and decrypted in place. Whatever the
    /// datagram holds, this never throws; what is not wanted is counted in <see cref="Counters"/>. Allocates nothing for media.
    /// </summary>
    /// <param name="now">The time of arrival.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="datagram">The bytes. Unchanged when they are not for this transport.</param>
    /// <param name="length">The length of the plaintext packet at the start of <paramref name="datagram"/>; 0 with None.</param>
    public ReceiveResult Receive(MonotonicTime now, in NetworkPath from, Span<byte> datagram, out int length)
    {
        length = 0;
        return ReceiveResult.None;
    }

    /// <summary>Takes the next datagram that ICE or DTLS wants sent; false when there is none.</summary>
    /// <param name="destination">Room for it: 1500 bytes are always enough.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="to">Where to send it.</param>
    public bool TryPollDatagram(Span<byte> destination, out int length, out NetworkPath to)
    {
        length = 0;
        to = default;
        return false;
    }

    /// <summary>Takes the next event; false when there is none.</summary>
    public bool TryPollEvent(out PeerTransportEvent happened)
    {
        happened = default;
        return false;
    }

    /// <summary>Does what is due at <paramref name="now"/>; harmless when nothing is.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
    }

    /// <summary>
    /// Protects an RTP packet in place. Packets may be late or out of order, but a number may be used again only for the
    /// same bytes: another packet under the same number would break the cipher. Allocates nothing.
    /// </summary>
    /// <param name="packet">The packet, with <see cref="MaxRtpOverhead"/> bytes of room behind it.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The length to send to <see cref="SelectedPath"/>; 0 when not connected or not a valid RTP packet.</returns>
    public int ProtectRtp(byte* packet, int length) => 0;

    /// <inheritdoc cref="ProtectRtp(byte*, int)"/>
    public int ProtectRtp(Span<byte> packet, int length) => 0;

    /// <summary>Protects an RTCP packet in place. Allocates nothing.</summary>
    /// <param name="packet">The packet, with <see cref="MaxRtcpOverhead"/> bytes of room behind it.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The length to send to <see cref="SelectedPath"/>; 0 when not connected or not a valid RTCP packet.</returns>
    public int ProtectRtcp(byte* packet, int length) => 0;

    /// <inheritdoc cref="ProtectRtcp(byte*, int)"/>
    public int ProtectRtcp(Span<byte> packet, int length) => 0;

    /// <summary>Sends close_notify (poll the datagrams once more) and ends the association.</summary>
    public void Close(MonotonicTime now)
    {
    }

    /// <summary>Frees keys and native memory; sends nothing.</summary>
    public void Dispose()
    {
    }
}
