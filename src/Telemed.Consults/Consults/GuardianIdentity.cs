namespace Telemed.Consults.Consults;

/// <summary>A guardian's identity. All of it is personal data.</summary>
/// <param name="Name">The name.</param>
/// <param name="Relation">What they are to the patient, such as <c>mother</c>.</param>
/// <param name="Identifier">One of their identifiers.</param>
public sealed record GuardianIdentity(string Name, string Relation, PatientIdentifier Identifier);
