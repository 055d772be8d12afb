namespace Telemed.Server.Rooms;

/// <summary>A further offer on the same peer connection.</summary>
internal sealed record NegotiateRequest(string MessageId, string OfferSdp);
