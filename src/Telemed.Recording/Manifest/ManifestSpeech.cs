namespace Telemed.Recording.Manifest;

/// <summary>A stretch in which a participant spoke.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="FromMs">Its start on the time line.</param>
/// <param name="ToMs">Its end.</param>
public sealed record ManifestSpeech(string Participant, long FromMs, long ToMs);
