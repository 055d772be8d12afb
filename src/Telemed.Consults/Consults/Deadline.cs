namespace Telemed.Consults.Consults;

/// <summary>Until when something is awaited.</summary>
/// <param name="For">What.</param>
/// <param name="At">Until when.</param>
public sealed record Deadline(Awaited For, DateTimeOffset At);
