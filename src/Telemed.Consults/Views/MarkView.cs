namespace Telemed.Consults.Views;

/// <summary>A mark as the page shows it.</summary>
/// <param name="AtMs">Where, in milliseconds of recorded time.</param>
/// <param name="Label">What it says, or <c>null</c>.</param>
public sealed record MarkView(long AtMs, string? Label);
