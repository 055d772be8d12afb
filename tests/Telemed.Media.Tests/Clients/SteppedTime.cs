namespace Telemed.Media.Tests.Clients;

/// <summary>The system's clock, which a test may put forward. A thread that sleeps meanwhile does not notice.</summary>
/// <param name="isStill">Whether nothing but the test moves it.</param>
internal sealed class SteppedTime(bool isStill = false) : TimeProvider
{
    private readonly long _begun = System.GetTimestamp();
    private long _ahead;

    public override long GetTimestamp() => (isStill ? _begun : base.GetTimestamp()) + Interlocked.Read(ref _ahead);

    public void Advance(TimeSpan span) => Interlocked.Add(ref _ahead, (long)(span.TotalSeconds * TimestampFrequency));
}
