namespace Telemed.Recording.Journal;

/// <summary>A participant as an epoch's index names them.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="Name">The name to show; kept inside encrypted records only.</param>
/// <param name="Role">The role in the consult.</param>
/// <param name="Granted">Whether they had agreed to be recorded when the epoch began.</param>
/// <param name="TextVersion">The text that was agreed to; null when it was not told.</param>
public sealed record EpochParticipant(
    string Participant, string Name, string Role, bool Granted, string? TextVersion = null);
