namespace Telemed.Consults.Views;

/// <summary>The copy of a case for the case library.</summary>
/// <param name="Status">How far it is.</param>
/// <param name="Authors">Who wrote it; none of them releases it.</param>
/// <param name="At">When it was proposed.</param>
/// <param name="Text">What it says; <c>null</c> once the case's key was destroyed.</param>
/// <param name="Files">Which files of the case go with it.</param>
/// <param name="ReviewedBy">Who sent it back or released it, or <c>null</c>.</param>
/// <param name="ReviewedAt">When, or <c>null</c>.</param>
/// <param name="Reason">Why it was sent back, or <c>null</c>.</param>
/// <param name="End">Why it is out of the library, or <c>null</c>.</param>
/// <param name="Released">Which one of the library it is, while it is in it.</param>
public sealed record CopyView(
    CopyStatus Status,
    IReadOnlyList<PersonView> Authors,
    DateTimeOffset At,
    CopyText? Text,
    IReadOnlyList<CopyFileView> Files,
    PersonView? ReviewedBy,
    DateTimeOffset? ReviewedAt,
    string? Reason,
    CopyEnd? End,
    CopyId? Released);
