namespace Telemed.Server.Rooms;

/// <summary>Leaving for good.</summary>
internal sealed record LeaveRequest(string MessageId);
