namespace Telemed.Server.Rooms;

/// <summary>The sender puts the call on hold for themselves, or goes on with it.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="On">Whether it is held.</param>
internal sealed record HoldRequest(string MessageId, bool On);
