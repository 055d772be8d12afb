namespace Telemed.Consults.Views;

/// <summary>What the reviewer said last.</summary>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
/// <param name="Verdict">What.</param>
/// <param name="Note">The reason or the remark; <c>null</c> when there is none.</param>
public sealed record ReviewView(PersonView By, DateTimeOffset At, ReviewVerdict Verdict, string? Note);
