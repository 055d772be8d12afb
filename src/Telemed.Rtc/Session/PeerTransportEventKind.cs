namespace Telemed.Rtc.Session;

/// <summary>What happened to a peer transport.</summary>
public enum PeerTransportEventKind
{
    /// <summary>Peer verified, keys in place: media can flow. Comes once.</summary>
    Connected,

    /// <summary>The transport ended by an error; the reason is in the event. Nothing comes after it.</summary>
    Failed,

    /// <summary>Datagrams now go to another path; it is in the event. Comes for the first path as well.</summary>
    PathChanged,

    /// <summary>The peer was silent for 30 s, and for as long as it was then waited for. Nothing comes after it.</summary>
    ConsentLost,

    /// <summary>The peer was silent for 30 s; sending has stopped until it is back.</summary>
    Silenced,

    /// <summary>The peer is back after <see cref="Silenced"/>, on the path of the last <see cref="PathChanged"/>.</summary>
    Returned,

    /// <summary>The association was closed, by us or by the peer's close_notify. Nothing comes after it.</summary>
    Closed,
}
