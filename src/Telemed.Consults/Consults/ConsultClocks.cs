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

    /// <summary>The first of the clocks that somebody waits for, or <c>null</c>: what people are shown.</summary>
    public static Clock? Shown(ConsultState state) => All(state)
        .Where(clock => clock.Kind is not (ClockKind.Probe or ClockKind.ProbeAnswer or ClockKind.SessionLimit
            or ClockKind.PhoneBridge or ClockKind.Overdue))
        .MinBy(clock => clock.DueAt);

    private static IEnumerable<Clock> All(ConsultState state)
    {
        // A measurement goes before a reminder of the same instant, which waits for whoever takes it.
        foreach (var beside in Beside(state))
        {
            yield return beside;
        }

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

    /// <summary>What is due beside the case's own course.</summary>
    private static IEnumerable<Clock> Beside(ConsultState state)
    {
        if (state is ConsultState.Engaged { Engagement.Probing: { } open })
        {
            yield return new(ClockKind.ProbeAnswer, open.Until);
        }
        else if (state is ConsultState.Scheduled or ConsultState.Accepted or ConsultState.Ready
            && state is ConsultState.Engaged { Engagement.Probes: [var next, ..] })
        {
            yield return new(ClockKind.Probe, next);
        }

        if (state is ConsultState.InSession or ConsultState.Interrupted
            && state is ConsultState.Engaged { Engagement.LimitAt: { } limit })
        {
            yield return new(ClockKind.SessionLimit, limit);
        }

        if (state is ConsultState.Interrupted { BridgeAt: { } bridge })
        {
            yield return new(ClockKind.PhoneBridge, bridge);
        }

        if (state is ConsultState.Filed filed
            && filed.File.Aftermath.Alerts.FirstOrDefault(one => one is { AnsweredAt: null, DueAt: not null }) is { DueAt: { } due })
        {
            yield return new(ClockKind.Alert, due);
        }

        if (state is ConsultState.Filed waiting && Deadlines.Open(waiting).MinBy(one => one.At) is { } deadline)
        {
            yield return new(ClockKind.Overdue, deadline.At);
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
