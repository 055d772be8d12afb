namespace Telemed.Server.Rooms;

/// <summary>What a client joins with.</summary>
internal sealed record JoinRequest(string MessageId, string OfferSdp, string? Device = null, long? ResumeFrom = null);
