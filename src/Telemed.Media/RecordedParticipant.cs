namespace Telemed.Media;

/// <summary>A participant as a recording names it.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="Name">The name to show in the recording.</param>
/// <param name="Role">The role in the consult.</param>
/// <param name="Granted">Whether the participant has agreed to be recorded.</param>
public sealed record RecordedParticipant(string Participant, string Name, string Role, bool Granted)
{
    /// <summary>The version of the text that was agreed to; null when it is not known.</summary>
    public string? ConsentVersion { get; init; }
}
