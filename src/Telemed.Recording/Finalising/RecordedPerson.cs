namespace Telemed.Recording.Finalising;

/// <summary>A participant of whom media was recorded.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="Number">A number within the recording, from 1, in order of first appearance.</param>
public sealed record RecordedPerson(string Participant, int Number);
