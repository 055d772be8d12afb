using System.Security.Cryptography;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;

namespace Telemed.Rtc.Session;

/// <summary>What a <see cref="PeerTransport"/> is made of.</summary>
public sealed class PeerTransportOptions
{
    /// <summary>The part taken in ICE. Default: Lite.</summary>
    public IceRole IceRole { get; init; } = IceRole.Lite;

    /// <summary>Our own ICE credentials, as announced to the peer.</summary>
    public required IceCredentials LocalCredentials { get; init; }

    /// <summary>
    /// Our side of the DTLS handshake. Default: Passive, which makes the choice of the SRTP profile ours.
    /// </summary>
    public DtlsRole DtlsRole { get; init; } = DtlsRole.Passive;

    /// <summary>Our certificate. Not disposed by the transport.</summary>
    public required DtlsCertificate Certificate { get; init; }

    /// <summary>
    /// The fingerprint that the peer announced; a client that offers sets it later by
    /// <see cref="PeerTransport.SetRemote"/>.
    /// </summary>
    public DtlsFingerprint? RemoteFingerprint { get; init; }

    /// <summary>
    /// How long a lite agent's transport is kept, silent, after the consent of its peer has ended (RFC 7675), so that the peer can come
    /// back to it. Default: zero, it fails at once.
    /// </summary>
    public TimeSpan LongestSilence { get; init; }

    /// <summary>The largest datagram that DTLS sends, in bytes, 300 to 1500. Default: 1200.</summary>
    public int Mtu { get; init; } = 1200;

    /// <summary>
    /// Where a controlling agent takes transaction ids from; a test may give a seeded one. Default: the system's.
    /// </summary>
    public RandomNumberGenerator Random { get; init; } = RandomNumberGenerator.Create();
}
