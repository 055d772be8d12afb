namespace Telemed.Consults.Institutions;

/// <summary>A person of the network: real name, title, licence and years (A2).</summary>
/// <param name="Id">Who.</param>
/// <param name="User">The sign-in name.</param>
/// <param name="Name">The real name.</param>
/// <param name="Title">The professional title.</param>
/// <param name="Roles">What they may be.</param>
/// <param name="Institution">Where they work.</param>
/// <param name="Services">Which services they give; empty for all but specialists.</param>
/// <param name="Languages">BCP 47 tags of the languages they consult in.</param>
/// <param name="Licence">The licence number, or <c>null</c> for staff without one.</param>
/// <param name="YearsIndependent">Whole years of independent work.</param>
public sealed record StaffMember(
    PersonId Id,
    string User,
    Name Name,
    Name Title,
    IReadOnlyList<Role> Roles,
    InstitutionId Institution,
    IReadOnlyList<ServiceCode> Services,
    IReadOnlyList<string> Languages,
    string? Licence,
    int YearsIndependent)
{
    /// <summary>Whether the person has this role.</summary>
    public bool Is(Role role) => Roles.Contains(role);
}
