namespace Telemed.Recording.Manifest;

/// <summary>A participant of whom media was recorded.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="Name">The name to show; empty when none was given.</param>
/// <param name="Role">The role in the consult.</param>
/// <param name="File">The participant's own file; null when no frame could be decoded.</param>
public sealed record ManifestParticipant(string Participant, string Name, string Role, ManifestFile? File);
