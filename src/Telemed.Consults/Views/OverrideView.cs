namespace Telemed.Consults.Views;

/// <summary>Two doctors would not wait for the patient's consent.</summary>
/// <param name="First">The doctor who asked.</param>
/// <param name="FirstAt">When.</param>
/// <param name="Second">The doctor who agreed, or <c>null</c> as long as only one has.</param>
/// <param name="SecondAt">When, or <c>null</c>.</param>
/// <param name="CompleteBy">When the patient's own answer is due, or <c>null</c>.</param>
/// <param name="Owed">Whether that answer is still owed.</param>
/// <param name="Overdue">Whether it is overdue.</param>
/// <param name="Reason">Why it could not wait.</param>
public sealed record OverrideView(
    PersonView First,
    DateTimeOffset FirstAt,
    PersonView? Second,
    DateTimeOffset? SecondAt,
    DateTimeOffset? CompleteBy,
    bool Owed,
    bool Overdue,
    string? Reason);
