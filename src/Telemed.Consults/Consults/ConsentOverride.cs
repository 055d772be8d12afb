namespace Telemed.Consults.Consults;

/// <summary>
/// Two doctors decide that an emergency cannot wait for the patient's consent (C1). The consent, or the refusal, is
/// written down afterwards.
/// </summary>
/// <param name="First">The doctor who asked for it.</param>
/// <param name="FirstAt">When.</param>
/// <param name="Second">The doctor who agreed, or <c>null</c> as long as only one has.</param>
/// <param name="SecondAt">When, or <c>null</c>.</param>
/// <param name="CompleteBy">When the patient's own answer must be there; <c>null</c> until both have agreed.</param>
/// <param name="Overdue">Whether that moment has passed without an answer.</param>
/// <param name="Reason">Why it cannot wait.</param>
public sealed record ConsentOverride(
    PersonId First,
    DateTimeOffset FirstAt,
    PersonId? Second,
    DateTimeOffset? SecondAt,
    DateTimeOffset? CompleteBy,
    bool Overdue,
    [property: JsonPropertyName("personal")] string? Reason);
