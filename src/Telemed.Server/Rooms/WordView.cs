namespace Telemed.Server.Rooms;

/// <summary>The word: who may speak, and until when.</summary>
/// <param name="Participant">Who.</param>
/// <param name="Until">Until when.</param>
internal sealed record WordView(string Participant, DateTimeOffset Until);
