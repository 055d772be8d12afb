namespace Telemed.Consults.Consults;

/// <summary>Who the patient is, as far as the requesting side has said. All of it is personal data.</summary>
/// <param name="Name">Name, or <c>null</c> while unknown.</param>
/// <param name="Sex">Sex, or <c>null</c> while unknown.</param>
/// <param name="AgeYears">Age in whole years, 0 to 150, or <c>null</c>.</param>
/// <param name="Identifiers">Identifiers, each with its system; may be empty.</param>
public sealed record PatientDetails(
    string? Name, Sex? Sex, int? AgeYears, IReadOnlyList<PatientIdentifier> Identifiers)
{
    /// <summary>A patient about whom nothing is known yet: an emergency may start so.</summary>
    public static PatientDetails Unknown { get; } = new(null, null, null, []);

    /// <summary>
    /// How rows name the patient: first character of the name, sex as a sign, age; e.g. <c>王** ♀ 63</c>.
    /// </summary>
    public string Label()
    {
        var name = string.IsNullOrWhiteSpace(Name) ? "?" : Name.Trim()[..1] + "**";
        var sex = Sex switch { Consults.Sex.Male => " ♂", Consults.Sex.Female => " ♀", _ => "" };
        return AgeYears is { } age ? $"{name}{sex} {age}" : name + sex;
    }
}
