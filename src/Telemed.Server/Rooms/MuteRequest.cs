namespace Telemed.Server.Rooms;

/// <summary>Somebody else's voice is muted.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Participant">Whose.</param>
internal sealed record MuteRequest(string MessageId, string Participant);
