namespace Telemed.Consults.Consults;

/// <summary>Who consents for a patient who cannot: kept with the consent (C5).</summary>
/// <param name="Identity">Name, relation and identifier; <c>null</c> once the case's key was destroyed.</param>
public sealed record Guardian([property: JsonPropertyName("personal")] GuardianIdentity? Identity);
