namespace Telemed.Consults.Decisions;

/// <summary>
/// Facts and clocks know whole milliseconds, and no more: what was stored and read again must equal what was decided.
/// </summary>
internal static class WholeMilliseconds
{
    /// <summary>The instant without the part below a millisecond, in UTC.</summary>
    internal static DateTimeOffset Of(DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
