namespace Telemed.Consults.Consults;

/// <summary>Who is bound to a dependant, and who saw the consent to it given. All of it is personal data.</summary>
/// <param name="Adult">The adult: name, what they are to the patient, one of their identifiers.</param>
/// <param name="Witness">Who saw it given, or <c>null</c>.</param>
public sealed record DependantConsent(GuardianIdentity Adult, string? Witness);
