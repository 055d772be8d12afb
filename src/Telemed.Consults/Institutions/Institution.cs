namespace Telemed.Consults.Institutions;

/// <summary>A node of the network.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">Where it stands in the tree.</param>
/// <param name="Type">Its type as a code, such as <c>tertiaryHospital</c>.</param>
/// <param name="Parent">The node above, or <c>null</c>.</param>
/// <param name="Services">What it offers.</param>
/// <param name="MayAsk">Whom it may ask.</param>
/// <param name="Phone">The number of its consult centre, or <c>null</c>.</param>
public sealed record Institution(
    InstitutionId Id,
    Name Name,
    InstitutionLevel Level,
    string Type,
    InstitutionId? Parent,
    IReadOnlyList<ServiceCode> Services,
    IReadOnlyList<InstitutionId> MayAsk,
    string? Phone);
