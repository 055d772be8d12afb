namespace Telemed.Server.Hosting;

/// <summary>
/// The one clock of the region (F13): the database's. Between two heartbeats it goes on by the machine's monotonic clock, so that a
/// machine whose wall clock jumps fires no due clock, lets no token lapse and takes no lease early or late. Any thread.
/// </summary>
/// <param name="machine">The machine's own; its wall clock counts until the database was first heard.</param>
internal sealed class RegionTime(TimeProvider machine) : TimeProvider
{
    /// <summary>The service key of the machine's own clock.</summary>
    public const string Machine = "machine";

    /// <summary>The database says whole milliseconds.</summary>
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(1);

    private volatile Mark _mark = new(machine.GetTimestamp(), machine.GetUtcNow());

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => At(machine.GetTimestamp());

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>
    /// The database's time was <paramref name="said"/> at some moment between <paramref name="asked"/> and now. What agrees with that is
    /// left as it is; else the clock is moved just so far that it does.
    /// </summary>
    public void Hear(DateTimeOffset said, long asked)
    {
        var now = machine.GetTimestamp();
        var mine = At(now);
        var latest = said + Grain + machine.GetElapsedTime(asked, now);
        if (mine < said || mine > latest)
        {
            _mark = new(now, mine < said ? said : latest);
        }
    }

    private DateTimeOffset At(long timestamp)
    {
        var mark = _mark;
        return mark.At + machine.GetElapsedTime(mark.Timestamp, timestamp);
    }

    private sealed record Mark(long Timestamp, DateTimeOffset At);
}
