namespace Telemed.Rtc.Session;

/// <summary>
/// Where a peer transport stands.
/// <code>
/// Checking ──► Securing ──► Connected ──► Closed
///     │            │         │    ▲ │
///     │            │         ▼    │ │
///     │            │         Silent │
///     └────────────┴──► Failed ◄┴───┘
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

    /// <summary>Nothing came for 30 s: nothing is sent, and a check that authenticates brings everything back.</summary>
    Silent,

    /// <summary>Closed by either side.</summary>
    Closed,

    /// <summary>Ended; see <see cref="PeerTransportFailure"/>. Final: a new transport must be made.</summary>
    Failed,
}
