namespace Telemed.Rtc.Ice;

/// <summary>What an ICE agent reports.</summary>
public enum IceEventKind
{
    /// <summary>A check from this path was authenticated for the first time: DTLS from there may be taken.</summary>
    PathAuthenticated,

    /// <summary>Send to this path from now on.</summary>
    PathSelected,

    /// <summary>Nothing may be sent to this path any more.</summary>
    PathExpired,

    /// <summary>The peer is gone: no path has consent any more, or none was ever found.</summary>
    Lost,
}
