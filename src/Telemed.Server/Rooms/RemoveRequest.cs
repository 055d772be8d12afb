namespace Telemed.Server.Rooms;

/// <summary>Somebody else is removed from the room.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Participant">Who, or which device.</param>
internal sealed record RemoveRequest(string MessageId, string Participant);
