namespace Telemed.Rtc.Session;

/// <summary>Something that happened to a peer transport, in order.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Failure">The reason with Failed and ConsentLost, else None.</param>
/// <param name="Path">The path in use after the event; the default value when there is none.</param>
public readonly record struct PeerTransportEvent(
    PeerTransportEventKind Kind, PeerTransportFailure Failure, NetworkPath Path);
