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

    /// <summary>The peer was silent for 30 s; sending has stopped. Nothing comes after it.</summary>
    ConsentLost,

    /// <summary>The association was closed, by us or by the peer's close_notify. Nothing comes after it.</summary>
    Closed,
}
