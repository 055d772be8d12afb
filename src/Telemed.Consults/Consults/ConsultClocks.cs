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

    /// <summary>The clock of this state that is due first, or <c>null</c>.</summary>
    public static Clock? Of(ConsultState state) => All(state).MinBy(clock => clock.DueAt);

    private static IEnumerable<Clock> All(ConsultState state)
    {
        if (OfState(state) is { } own)
        {
            yield return own;
        }

        if (state is ConsultState.Engaged engaged && ConsultDecider.TakesExperts(engaged))
        {
            foreach (var open in engaged.Engagement.OpenInvitations)
            {
                yield return new(ClockKind.Invitation, open.Until);
            }
        }

        if (state is ConsultState.Filed { File.Aftermath.FollowUp: { Draft: null, DueAt: var again } })
        {
            yield return new(ClockKind.FollowUp, again);
        }

        if (state is ConsultState.Filed { File: { OwesConsent: true, Override: { Overdue: false, CompleteBy: { } due } } })
        {
            yield return new(ClockKind.Consent, due);
        }
    }

    private static Clock? OfState(ConsultState state) => state switch
    {
        ConsultState.Dispatching s => new(ClockKind.Dispatch, s.Since + DispatchGrace),
        ConsultState.Offered s => new(ClockKind.Ring, s.File.OpenOffers.Min(offer => offer.Until)),
        ConsultState.Accepted s => new(ClockKind.Join, s.Engagement.JoinBy),
        ConsultState.Scheduled { RemindAt: { } at } => new(ClockKind.Reminder, at),
        ConsultState.Scheduled s => new(ClockKind.Opening, s.OpensAt),
        ConsultState.Ready s => new(ClockKind.Join, s.Engagement.JoinBy),
        ConsultState.Interrupted s => new(ClockKind.Interruption, s.EndsAt),
        ConsultState.OpinionPending { DueAt: { } due } => new(ClockKind.Opinion, due),
        ConsultState.Closed s => new(ClockKind.Archive, s.ArchiveAt),
        _ => null,
    };
}
