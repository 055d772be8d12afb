namespace Telemed.Consults.Institutions;

/// <summary>What a person must have to be asked (A2). The figures are defaults, not a claim of conformity. Pure.</summary>
public static class StaffRules
{
    /// <summary>Whole years of independent work that a specialist needs.</summary>
    public const int SpecialistYears = 3;

    /// <summary>Whole years of independent work that a nurse needs for home visits.</summary>
    public const int HomeVisitYears = 5;

    /// <summary>Whether a person may be asked for an opinion: real name, title, licence and years.</summary>
    public static bool MayConsult(StaffMember person) =>
        person.Is(Role.Specialist) && IsLicensed(person) && person.YearsIndependent >= SpecialistYears;

    /// <summary>Whether a nurse may be sent to a patient's home.</summary>
    public static bool MayVisit(StaffMember person) =>
        person.Is(Role.Nurse) && IsLicensed(person) && person.YearsIndependent >= HomeVisitYears;

    private static bool IsLicensed(StaffMember person) =>
        !string.IsNullOrWhiteSpace(person.Licence)
        && !string.IsNullOrWhiteSpace(person.Title.Zh + person.Title.En)
        && !string.IsNullOrWhiteSpace(person.Name.Zh + person.Name.En);
}
