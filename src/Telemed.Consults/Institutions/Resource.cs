namespace Telemed.Consults.Institutions;

/// <summary>A consult room or an exam device: of one appointment at a time.</summary>
/// <param name="Id">The resource.</param>
/// <param name="Institution">Whose it is.</param>
/// <param name="Kind">A room or a device.</param>
/// <param name="Name">What is written on its door or on it.</param>
public sealed record Resource(ResourceId Id, InstitutionId Institution, ResourceKind Kind, Name Name);
