namespace Telemed.Server.Rooms;

/// <summary>A mark to set in the recording.</summary>
internal sealed record MarkRequest(string MessageId, string? Label = null);
