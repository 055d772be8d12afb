namespace Telemed.Consults.Views;

/// <summary>The requesting doctor's answer as the page shows it.</summary>
/// <param name="Adopted">Whether the advice is adopted.</param>
/// <param name="Note">A note, or <c>null</c>.</param>
/// <param name="At">When.</param>
/// <param name="By">Who answered.</param>
public sealed record AcknowledgementView(bool Adopted, string? Note, DateTimeOffset At, PersonView? By);
