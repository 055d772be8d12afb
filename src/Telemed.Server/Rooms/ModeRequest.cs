namespace Telemed.Server.Rooms;

/// <summary>What a client says it sends over its link.</summary>
internal sealed record ModeRequest(string MessageId, LinkMode Mode);
