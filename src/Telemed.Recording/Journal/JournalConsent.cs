namespace Telemed.Recording.Journal;

/// <summary>A participant's answer to being recorded, in the instant in which the gate applied it.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="Granted">Whether they agreed.</param>
/// <param name="TextVersion">The text that was agreed to; null when it was not told.</param>
public sealed record JournalConsent(string Participant, bool Granted, string? TextVersion);
