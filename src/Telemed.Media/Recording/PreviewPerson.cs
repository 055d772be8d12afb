namespace Telemed.Media.Recording;

/// <summary>A participant's wave form.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="Levels">Base64 of one byte for each of as many equal stretches, 0 to 255.</param>
internal sealed record PreviewPerson(string Participant, string Levels);
