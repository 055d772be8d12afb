using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;

namespace Telemed.Consults.Tests;

/// <summary>How long a request may wait for its reply, its appointment, its session and its opinion.</summary>
public sealed class OverdueRules
{
    [Fact]
    public void An_emergency_without_a_signed_opinion_is_overdue_after_twelve_hours_once_and_its_course_goes_on()
    {
        var pending = Cases.OpinionDrafted();
        Assert.Equal([new Deadline(Awaited.Opinion, Cases.T0.AddHours(12))], ((ConsultState.Filed)pending).File.Deadlines);
        Assert.Equal("clock-stale", Code(pending, Due(Cases.T0.AddHours(12))));

        var escalated = UntilOverdue(pending);
        Assert.Equal(new(ClockKind.Overdue, Cases.T0.AddHours(12)), ConsultClocks.Of(escalated));
        Assert.Null(ConsultClocks.Shown(escalated));
        Assert.Equal("clock-stale", Code(escalated, new ConsultCommand.FireClock(
            PersonId.System, Cases.T0.AddHours(12).AddMilliseconds(-1), ConsultClocks.Of(escalated)!)));

        var late = Cases.After<ConsultState.OpinionPending>(escalated, Cases.Clock(escalated));

        Assert.Equal([Awaited.Opinion], Deadlines.Overdue(late));
        Assert.Equal(escalated.Since, late.Since);
        Assert.Null(ConsultClocks.Of(late));
        Assert.Equal("clock-stale", Code(late, Due(Cases.T0.AddHours(12))));
        var signed = Cases.After<ConsultState.OpinionSigned>(late, new ConsultCommand.Sign(Cases.Lead, Cases.T0.AddHours(13)));
        Assert.Empty(Deadlines.Overdue(signed));
        Assert.Equal([Awaited.Opinion], signed.File.Overdue);
    }

    [Fact]
    public void A_signed_opinion_or_the_end_of_the_case_takes_the_clock_away()
    {
        Assert.Null(ConsultClocks.Of(Cases.OpinionSigned()));
        Assert.Null(ConsultClocks.Of(Cases.After(Cases.Ready(), new ConsultCommand.Cancel(Cases.Clinic, Cases.T0, "improved"))));
        Assert.Null(ConsultClocks.Of(Cases.After(Cases.InSession(), new ConsultCommand.Transfer(Cases.Clinic, Cases.T0, "worse"))));
        Assert.Null(ConsultClocks.Of(Cases.After(Cases.UnderReview(), new ConsultCommand.Reject(Cases.Reviewer, Cases.T0, "not ours"))));
    }

    [Theory]
    [InlineData(Urgency.Urgent, 10)]
    [InlineData(Urgency.Ordinary, 24 * 60)]
    public void A_request_that_nobody_has_taken_is_overdue_after_its_reply_time(Urgency urgency, int minutes)
    {
        var at = Cases.T0.AddMinutes(minutes);
        var waiting = Unstaffed(urgency);
        Assert.Equal(new(ClockKind.Overdue, at), ConsultClocks.Of(waiting));

        var late = Cases.After<ConsultState.Unstaffed>(waiting, Cases.Clock(waiting));

        Assert.Equal([Awaited.Reply], Deadlines.Overdue(late));
        Assert.True(ConsultRow.Of(late, 1).Marks.HasFlag(CaseMarks.ReplyOverdue));
        var named = Cases.After(late, Assigned(at));
        Assert.Equal([Awaited.Reply], Deadlines.Overdue((ConsultState.Filed)named));
        var taken = Cases.After<ConsultState.Accepted>(named, new ConsultCommand.Accept(Cases.Lead, at, Cases.OfferTwo));
        Assert.Empty(Deadlines.Overdue(taken));
        Assert.Empty(ConsultRow.Of(taken, 1).Overdue);
    }

    [Fact]
    public void Whoever_took_it_and_gave_it_back_has_replied()
    {
        var back = Cases.After<ConsultState.Dispatching>(Cases.Planned(), new ConsultCommand.Reassign(Cases.Lead, Cases.T0, "called away"));

        Assert.DoesNotContain(Deadlines.Open(back), one => one.For == Awaited.Reply);
    }

    [Fact]
    public void A_planned_request_is_overdue_for_its_appointment_and_for_its_session_each_in_its_time()
    {
        // Monday, 2 March 2026, 17:00 of UTC+8.
        var waiting = Unstaffed(Urgency.Ordinary);
        ConsultState.Filed late = waiting;
        foreach (var (what, at) in (ReadOnlySpan<(Awaited, DateTimeOffset)>)
            [(Awaited.Reply, Cases.T0.AddHours(24)), (Awaited.Appointment, Cases.T0.AddHours(48)), (Awaited.Session, Cases.T0.AddDays(3))])
        {
            Assert.Equal(new(ClockKind.Overdue, at), ConsultClocks.Of(late));
            late = Cases.After<ConsultState.Unstaffed>(late, Cases.Clock(late));
            Assert.Equal(what, Deadlines.Overdue(late).Last());
        }

        Assert.Null(ConsultClocks.Of(late));
    }

    [Fact]
    public void An_appointment_answers_for_the_arranging_alone_and_a_session_for_all_of_it()
    {
        var planned = (ConsultState.Filed)Cases.Planned();
        Assert.Equal([Awaited.Appointment, Awaited.Session], Deadlines.Open(planned).Select(one => one.For));

        var far = Cases.After<ConsultState.Scheduled>(planned, new ConsultCommand.Schedule(Cases.Lead, Cases.T0, Cases.T0.AddDays(10)));
        var session = new Deadline(Awaited.Session, Cases.T0.AddDays(3));
        Assert.Equal([session], Deadlines.Open(far));
        var late = Cases.After<ConsultState.Scheduled>(far, Cases.Clock(far));
        Assert.Equal([Awaited.Session], Deadlines.Overdue(late));
        Assert.Equal(far.OpensAt, late.OpensAt);

        var held = Cases.After<ConsultState.InSession>(
            planned,
            new ConsultCommand.CheckIdentity(Cases.Clinic, Cases.T0, ["name", "resident-id"]),
            new ConsultCommand.RecordConsent(Cases.Clinic, Cases.T0, Cases.Consent()),
            new ConsultCommand.EnterRoom(Cases.Clinic, Cases.T0, RoomSide.Requester),
            new ConsultCommand.EnterRoom(Cases.Lead, Cases.T0, RoomSide.Specialist));
        Assert.Empty(Deadlines.Open(held));
    }

    [Fact]
    public void After_a_halt_of_the_server_everything_that_has_passed_is_told_at_once()
    {
        var waiting = Unstaffed(Urgency.Ordinary);
        var clock = ConsultClocks.Of(waiting)!;

        var facts = Tell.Facts(Cases.Decider.Decide(waiting, new ConsultCommand.FireClock(PersonId.System, Cases.T0.AddHours(50), clock)));

        Assert.Equal(
            [Awaited.Reply, Awaited.Appointment],
            facts.Select(one => Assert.IsType<ConsultEvent.BecameOverdue>(one).For));
    }

    [Fact]
    public void A_request_that_was_sent_back_waits_for_nobody_and_counts_anew_when_it_is_sent_again()
    {
        var waiting = Cases.Submitted();
        var late = Cases.After<ConsultState.UnderReview>(
            waiting, Cases.Clock(waiting), new ConsultCommand.StartReview(Cases.Reviewer, Cases.T0.AddHours(25)));
        Assert.Equal([Awaited.Reply], Deadlines.Overdue(late));
        var returned = Cases.After<ConsultState.Returned>(late, new ConsultCommand.Return(Cases.Reviewer, Cases.T0.AddHours(25), "incomplete"));
        Assert.Empty(Deadlines.Overdue(returned));
        Assert.Null(ConsultClocks.Of(returned));

        var again = Cases.After<ConsultState.Submitted>(
            returned,
            new ConsultCommand.SaveDraft(Cases.Clinic, Cases.T0.AddHours(26), Cases.Id, Cases.Institution, Cases.Request(Urgency.Ordinary)),
            new ConsultCommand.Submit(Cases.Clinic, Cases.T0.AddHours(26), Review: true));

        Assert.Empty(again.File.Overdue);
        Assert.Equal(new(ClockKind.Overdue, Cases.T0.AddHours(50)), ConsultClocks.Of(again));
    }

    [Fact]
    public void A_read_without_a_room_waits_for_its_reply_alone()
    {
        var read = Cases.Request(Urgency.Urgent) with { Read = true };

        Assert.Equal([Awaited.Reply], Deadlines.Of(read, Cases.T0, new(), WorkCalendar.Plain).Select(one => one.For));
    }

    [Fact]
    public void A_network_that_wants_no_such_times_has_no_such_clocks()
    {
        var none = new ConsultTimes
        {
            UrgentReply = default,
            OrdinaryReply = default,
            EmergencyDone = default,
            PlannedArranged = default,
            PlannedHeldDays = 0,
        };
        Assert.Empty(none.Faults());
        Assert.All(Enum.GetValues<Urgency>(), urgency => Assert.Empty(Deadlines.Of(Cases.Request(urgency), Cases.T0, none, WorkCalendar.Plain)));
        Assert.Equal(
            [nameof(none.UrgentReply), nameof(none.OrdinaryReply), nameof(none.EmergencyDone), nameof(none.PlannedArranged), nameof(none.PlannedHeldDays)],
            new ConsultTimes
            {
                UrgentReply = TimeSpan.FromHours(25),
                OrdinaryReply = TimeSpan.FromDays(8),
                EmergencyDone = TimeSpan.FromDays(8),
                PlannedArranged = TimeSpan.FromDays(31),
                PlannedHeldDays = 61,
            }.Faults().Select(one => one.Split(' ')[0]));
    }

    [Fact]
    public void A_request_of_before_these_times_waits_for_ever()
    {
        var old = ConsultDecider.Evolve(
            Cases.Draft(Urgency.Ordinary), new ConsultEvent.RequestSubmitted(Cases.Clinic, Cases.T0, Review: true));

        Assert.Null(ConsultClocks.Of(old));
    }

    private static ConsultState.Unstaffed Unstaffed(Urgency urgency) => Cases.After<ConsultState.Unstaffed>(
        Cases.Draft(urgency),
        new ConsultCommand.Submit(Cases.Clinic, Cases.T0),
        new ConsultCommand.GiveUp(PersonId.System, Cases.T0, null));

    private static ConsultCommand.Assign Assigned(DateTimeOffset at) =>
        new(Cases.Reviewer, at, new(Cases.OfferTwo, Cases.Lead, "assigned"), at.AddMinutes(10));

    /// <summary>The opinion is reminded and escalated before.</summary>
    private static ConsultState.OpinionPending UntilOverdue(ConsultState state)
    {
        while (ConsultClocks.Of(state) is { Kind: ClockKind.Opinion })
        {
            state = Cases.After(state, Cases.Clock(state));
        }

        return Assert.IsType<ConsultState.OpinionPending>(state);
    }

    private static ConsultCommand.FireClock Due(DateTimeOffset at) => new(PersonId.System, at, new(ClockKind.Overdue, at));

    private static string Code(ConsultState state, ConsultCommand command) => Tell.Code(Cases.Decider.Decide(state, command));
}
