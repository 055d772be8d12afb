namespace Telemed.Consults.Recordings;

/// <summary>A person and what they said about being recorded.</summary>
/// <param name="Person">Who.</param>
/// <param name="Present">Whether they are in the room.</param>
/// <param name="Answer">Their latest answer, or <c>null</c> while they have not answered.</param>
public sealed record RecordingParticipant(PersonId Person, bool Present, bool? Answer);
