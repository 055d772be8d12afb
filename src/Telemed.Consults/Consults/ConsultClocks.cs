namespace Telemed.Consults.Consults;

/// <summary>
/// Which clocks a state holds. The store keeps exactly these as rows, in the transaction of the append.
/// </summary>
public static class ConsultClocks
{
    /// <summary>
    /// How long a consult may wait for the ladder before the clock takes over from whoever should have.
    /// </summary>
    public static readonly TimeSpan DispatchGrace = TimeSpan.FromSeconds(2);

    /// <summary>The clock of this state, or <c>null</c>.</summary>
    public static Clock? Of(ConsultState state) => state switch
    {
        ConsultState.Dispatching s => new(ClockKind.Dispatch, s.Since + DispatchGrace),
        ConsultState.Offered s => new(ClockKind.Ring, s.File.OpenOffers.Min(offer => offer.Until)),
        ConsultState.Accepted s => new(ClockKind.Join, s.Engagement.JoinBy),
        ConsultState.Ready s => new(ClockKind.Join, s.Engagement.JoinBy),
        ConsultState.Interrupted s => new(ClockKind.Interruption, s.EndsAt),
        ConsultState.OpinionPending { DueAt: { } due } => new(ClockKind.Opinion, due),
        _ => null,
    };
}
