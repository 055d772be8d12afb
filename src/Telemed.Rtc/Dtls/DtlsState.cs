namespace Telemed.Rtc.Dtls;

/// <summary>
/// Where a DTLS association stands.
/// <code>
/// New ──► Handshaking ──► Connected ──► Closed
///              └──► Failed ◄──┘
/// </code>
/// </summary>
public enum DtlsState
{
    /// <summary>Nothing sent or received yet.</summary>
    New,

    /// <summary>The handshake is under way.</summary>
    Handshaking,

    /// <summary>Handshake done, peer verified, keys exported.</summary>
    Connected,

    /// <summary>Ended by a close_notify alert of either side.</summary>
    Closed,

    /// <summary>Ended by an error; see <see cref="DtlsFailure"/>.</summary>
    Failed,
}
