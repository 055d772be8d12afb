namespace Telemed.Consults.Consults;

/// <summary>Something that is due at an instant. A stream holds at most one clock of a kind and an instant.</summary>
/// <param name="Kind">What is due.</param>
/// <param name="DueAt">When.</param>
public sealed record Clock(ClockKind Kind, DateTimeOffset DueAt)
{
    /// <summary>When, to the millisecond: what lies below is cut off.</summary>
    public DateTimeOffset DueAt { get; } = WholeMilliseconds.Of(DueAt);
}
