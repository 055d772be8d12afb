namespace Telemed.Media.Tests.Clients;

/// <summary>The system's clock, which a test may put forward. A thread that sleeps meanwhile does not notice.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _ahead;

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _ahead);

    public void Advance(TimeSpan span) => Interlocked.Add(ref _ahead, (long)(span.TotalSeconds * TimestampFrequency));
}
