namespace Telemed.Consults.Dispatch;

/// <summary>The next step of the ring ladder.</summary>
public abstract record RingStep
{
    private RingStep()
    {
    }

    /// <summary>Ring these together.</summary>
    /// <param name="Hop">The hop within the round, from 1.</param>
    /// <param name="Whom">Whom; never empty.</param>
    /// <param name="For">For how long.</param>
    public sealed record Ring(int Hop, IReadOnlyList<RankedCandidate> Whom, TimeSpan For) : RingStep;

    /// <summary>Nobody is left to ring.</summary>
    public sealed record Exhausted : RingStep;
}
