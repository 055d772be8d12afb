namespace Telemed.Consults.Consults;

/// <summary>Somebody beside the patient has compared at least two identifiers.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Kinds">Which, as codes; never the identifiers themselves.</param>
public sealed record IdentityCheck(PersonId By, DateTimeOffset At, IReadOnlyList<string> Kinds)
{
    /// <summary>What can be compared.</summary>
    public static readonly IReadOnlyList<string> Known =
        ["name", "birthDate", "resident-id", "health-code", "social-security", "passport", "paper", "photo"];
}
