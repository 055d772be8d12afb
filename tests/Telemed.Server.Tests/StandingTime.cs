namespace Telemed.Server.Tests;

/// <summary>A clock that stands: whatever waits for it, or looks now and then, never comes about.</summary>
internal sealed class StandingTime : TimeProvider
{
    private readonly DateTimeOffset _now = DateTimeOffset.UtcNow;
    private readonly long _timestamp = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _timestamp;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime == TimeSpan.Zero ? dueTime : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
