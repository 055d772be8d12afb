namespace Telemed.Rtc.Session;

/// <summary>
/// Where a peer transport stands.
/// <code>
/// Checking ──► Securing ──► Connected ──► Closed
///     └────────────┴──► Failed ◄──┘
/// </code>
/// </summary>
public enum PeerTransportState
{
    /// <summary>No connectivity check has authenticated yet: there is no path.</summary>
    Checking,

    /// <summary>There is a path; the DTLS handshake is under way.</summary>
    Securing,

    /// <summary>Media can flow both ways.</summary>
    Connected,

    /// <summary>Closed by either side.</summary>
    Closed,

    /// <summary>Ended; see <see cref="PeerTransportFailure"/>. Final: a new transport must be made.</summary>
    Failed,
}
