namespace Telemed.Consults.Views;

/// <summary>An addendum as the page shows it.</summary>
/// <param name="Text">The correction; <c>null</c> once the case's key was destroyed.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="At">When.</param>
public sealed record AddendumView(string? Text, PersonView? Author, DateTimeOffset At);
