namespace Telemed.Server.Rooms;

/// <summary>Who leads gives the word to somebody who looks on, or takes it back; who has it lets it go.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Participant">Who gets it; <c>null</c> to take it back.</param>
/// <param name="Seconds">For how long.</param>
internal sealed record WordRequest(string MessageId, string? Participant, int Seconds = 120);
