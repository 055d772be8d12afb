using static Telemed.Consults.Availability.DoctorCommand;
using static Telemed.Consults.Availability.DoctorEvent;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Availability.DoctorEvent>;

namespace Telemed.Consults.Availability;

/// <summary>
/// What may happen to a doctor's availability. A claim is the heart of it: a doctor bound to anything is never claimed
/// again, and as the claim is appended together with the offer, no race puts one doctor into two rings or two rooms.
/// </summary>
public static class DoctorAvailabilityDecider
{
    /// <summary>
    /// The facts that follow from a command in a state, or a readable refusal. Callable from any thread.
    /// </summary>
    public static Decision<DoctorEvent> Decide(DoctorAvailability state, DoctorCommand command) =>
        (state.Engagement, command) switch
        {
            (_, SetAvailable c) => Switch(state, c),
            (_, Arrive c) => state.Present ? Accept() : Accept(new DoctorArrived(c.By, c.Now)),
            (_, Depart c) => state.Present ? Accept(new DoctorDeparted(c.By, c.Now)) : Accept(),
            (DoctorEngagement.Free, Claim c) => ClaimFree(state, c),
            (DoctorEngagement.WrapUp w, Claim c) when w.Until <= c.Now => ClaimFree(state, c),
            (_, Claim) => Refuse("doctor-busy", "The doctor is bound to another consult."),
            (DoctorEngagement.Ringing r, Engage c) when r.Consult == c.Consult && r.Offer == c.Offer =>
                Accept(new DoctorEngaged(c.By, c.Now, c.Consult, c.Offer)),
            (_, Engage) => Refuse("doctor-not-rung", "The doctor is not being rung for this consult."),
            (DoctorEngagement.InConsult i, Attend c) when i.Consult == c.Consult => Accept(),
            (DoctorEngagement.Free or DoctorEngagement.WrapUp, Attend c) =>
                Accept(new DoctorAttended(c.By, c.Now, c.Consult)),
            (_, Attend) => Refuse("doctor-busy", "The doctor is bound to another consult."),
            (DoctorEngagement.Ringing r, Release c) when r.Consult == c.Consult => Free(c),
            (DoctorEngagement.InConsult i, Release c) when i.Consult == c.Consult => Free(c),
            (_, Release) => Accept(),
            (DoctorEngagement.InConsult i, StartWrapUp c) when i.Consult == c.Consult =>
                Accept(new WrapUpStarted(c.By, c.Now, c.Consult, c.Until)),
            (_, StartWrapUp) => Accept(),
            (DoctorEngagement.WrapUp w, FinishWrapUp c) when w.Consult == c.Consult =>
                Accept(new WrapUpEnded(c.By, c.Now, c.Consult)),
            (_, FinishWrapUp) => Accept(),
            (_, FireClock c) => Fire(state, c),
            _ => Refuse("not-in-state", "The doctor's availability takes no such command."),
        };

    /// <summary>The state after a fact.</summary>
    public static DoctorAvailability Evolve(DoctorAvailability state, DoctorEvent fact) => fact switch
    {
        SwitchSet e => state with { Switch = e.Switch, SwitchUntil = e.Until },
        SwitchEnded => state with { Switch = DoctorSwitch.Unset, SwitchUntil = null },
        DoctorArrived => state with { Present = true },
        DoctorDeparted => state with { Present = false },
        DoctorClaimed e => state with { Engagement = new DoctorEngagement.Ringing(e.Consult, e.Offer, e.Until) },
        DoctorEngaged e => state with
        {
            Engagement = new DoctorEngagement.InConsult(e.Consult),
            ServedOn = DoctorAvailability.DayOf(e.At),
            ServedThatDay = state.LoadOn(e.At) + 1,
        },
        DoctorAttended e => state with { Engagement = new DoctorEngagement.InConsult(e.Consult) },
        DoctorReleased => state with { Engagement = DoctorEngagement.Free.Instance },
        WrapUpStarted e => state with
        {
            Engagement = new DoctorEngagement.WrapUp(e.Consult, e.Until),
            LastServedAt = e.At,
        },
        WrapUpEnded => state with { Engagement = DoctorEngagement.Free.Instance },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} is no fact of a doctor."),
    };

    /// <summary>The state after a whole history.</summary>
    public static DoctorAvailability Fold(IEnumerable<DoctorEvent> facts) =>
        facts.Aggregate(DoctorAvailability.Unknown, Evolve);

    private static Decision<DoctorEvent> Switch(DoctorAvailability state, SetAvailable c)
    {
        var until = c.Until is { } wanted ? WholeMilliseconds.Of(wanted) : (DateTimeOffset?)null;
        if (until <= c.Now)
        {
            return Refuse("until-past", "The end lies in the past.");
        }

        var word = c.Available ? DoctorSwitch.Available : until is null ? DoctorSwitch.Off : DoctorSwitch.Away;
        var facts = new List<DoctorEvent>();
        if (c.Available && state.Engagement is DoctorEngagement.WrapUp w)
        {
            facts.Add(new WrapUpEnded(c.By, c.Now, w.Consult));
        }

        if (state.Switch != word || state.SwitchUntil != until)
        {
            facts.Add(new SwitchSet(c.By, c.Now, word, until));
        }

        return new Decision<DoctorEvent>.Accepted(facts);
    }

    private static Decision<DoctorEvent> ClaimFree(DoctorAvailability state, Claim c) => state.SwitchAt(c.Now) switch
    {
        DoctorSwitch.Off => Refuse("doctor-off", "The doctor is not to be rung."),
        DoctorSwitch.Away => Refuse("doctor-away", "The doctor is away."),
        _ => Accept(new DoctorClaimed(c.By, c.Now, c.Consult, c.Offer, c.Until)),
    };

    private static Decision<DoctorEvent> Free(Release c) => Accept(new DoctorReleased(c.By, c.Now, c.Consult));

    private static Decision<DoctorEvent> Fire(DoctorAvailability state, FireClock c)
    {
        if (state.Clock != c.Clock || c.Clock.DueAt > c.Now)
        {
            return Refuse("clock-stale", "The clock is not due, or its cause is gone.");
        }

        return state.Engagement is DoctorEngagement.WrapUp w
            ? Accept(new WrapUpEnded(c.By, c.Now, w.Consult))
            : Accept(new SwitchEnded(c.By, c.Now));
    }
}
