using Telemed.Consults.Consults;
using Telemed.Consults.Ids;

namespace Telemed.Consults.Tests;

/// <summary>What is due around a session: the link of the asking house, its length, the telephone.</summary>
public sealed class SessionClocks
{
    private static readonly ConsultTimes Times = new();
    private static readonly SiteLink Good = new(SiteLinkMode.Full, 900, 1_200, 0.5, 80, 6, "udp");

    [Fact]
    public void A_session_as_long_as_it_should_be_is_told_so_once_and_goes_on()
    {
        var session = Cases.InSession();
        Assert.Equal(new(ClockKind.SessionLimit, Cases.T0 + Times.SessionLimit), ConsultClocks.Of(session));
        Assert.Equal("clock-stale", Tell.Code(Cases.Decider.Decide(session, new ConsultCommand.FireClock(
            PersonId.System, Cases.T0 + Times.SessionLimit - TimeSpan.FromMilliseconds(1), ConsultClocks.Of(session)!))));

        var told = Cases.After<ConsultState.InSession>(session, Cases.Clock(session));

        Assert.True(told.Engagement.RanLong);
        Assert.Equal(ClockKind.Overdue, ConsultClocks.Of(told)!.Kind);
        Assert.Equal("clock-stale", Tell.Code(Cases.Decider.Decide(told, Cases.Clock(session))));
    }

    [Fact]
    public void A_network_without_a_limit_has_no_such_clock()
    {
        var endless = new ConsultDecider(Times with { SessionLimit = TimeSpan.Zero });
        var ready = Cases.After(Cases.Ready(), new ConsultCommand.EnterRoom(Cases.Lead, Cases.T0, RoomSide.Specialist));
        var facts = Tell.Facts(endless.Decide(ready, new ConsultCommand.EnterRoom(Cases.Clinic, Cases.T0, RoomSide.Requester)));

        Assert.Equal(ClockKind.Overdue, ConsultClocks.Of(facts.Aggregate(ready, ConsultDecider.Evolve))!.Kind);
    }

    [Fact]
    public void An_interrupted_session_is_offered_the_telephone_after_a_minute_and_still_ends_by_itself()
    {
        var interrupted = Cases.Interrupted();
        Assert.Equal(new(ClockKind.PhoneBridge, Cases.T0 + TimeSpan.FromSeconds(60)), ConsultClocks.Of(interrupted));
        Assert.Equal(ClockKind.Interruption, ConsultClocks.Shown(interrupted)!.Kind);

        var offered = Cases.After<ConsultState.Interrupted>(interrupted, Cases.Clock(interrupted));

        Assert.True(offered.BridgeOffered);
        Assert.Equal(new(ClockKind.Interruption, Cases.T0 + Times.KeepInterrupted), ConsultClocks.Of(offered));
        var back = Cases.After<ConsultState.InSession>(
            offered, new ConsultCommand.EnterRoom(Cases.Clinic, Cases.T0.AddMinutes(2), RoomSide.Requester));
        var again = Cases.After<ConsultState.Interrupted>(
            back, new ConsultCommand.LeaveRoom(Cases.Clinic, Cases.T0.AddMinutes(3), Cases.Clinic, LeaveCause.Lost));
        Assert.False(again.BridgeOffered);
    }

    [Theory]
    [InlineData(180, 120, 165)]
    [InlineData(60, 45)]
    [InlineData(10)]
    public void The_link_of_the_house_is_asked_for_an_hour_and_a_quarter_before_where_that_lies_ahead(int startsIn, params int[] asked)
    {
        var planned = Cases.After<ConsultState.Scheduled>(
            Cases.Planned(), new ConsultCommand.Schedule(Cases.Lead, Cases.T0, Cases.T0.AddMinutes(startsIn)));

        Assert.Equal(asked.Select(one => Cases.T0.AddMinutes(one)), planned.Engagement.Probes);
    }

    [Fact]
    public void A_moved_appointment_is_measured_before_its_new_time_and_a_cancelled_one_never()
    {
        var moved = Cases.After<ConsultState.Scheduled>(
            Cases.Scheduled(), new ConsultCommand.Schedule(Cases.Lead, Cases.T0, Cases.T0.AddHours(5)));

        Assert.Equal([Cases.T0.AddHours(4), Cases.T0.AddHours(4.75)], moved.Engagement.Probes);
        Assert.Null(ConsultClocks.Of(Cases.After(moved, new ConsultCommand.Cancel(Cases.Clinic, Cases.T0, "improved"))));
    }

    [Fact]
    public void The_first_page_that_has_measured_counts_and_none_after_its_time()
    {
        var asked = Cases.After<ConsultState.Scheduled>(Cases.Scheduled(), Cases.Clock(Cases.Scheduled()));
        var until = asked.Engagement.Probing!.Until;
        Assert.Equal(Times.AnswerProbe, until - asked.Engagement.Probing.AskedAt);

        var measured = Cases.After<ConsultState.Scheduled>(asked, new ConsultCommand.ReportProbe(Cases.Clinic, until, Good));
        Assert.Null(measured.Engagement.Probing);
        Assert.Equal("probe-over", Tell.Code(Cases.Decider.Decide(
            measured, new ConsultCommand.ReportProbe(Cases.Second, until, Good))));
        Assert.Equal("probe-over", Tell.Code(Cases.Decider.Decide(
            asked, new ConsultCommand.ReportProbe(Cases.Clinic, until.AddMilliseconds(1), Good))));

        var reminded = Cases.After(asked, Cases.Clock(asked));
        var missed = Assert.Single(Tell.Facts(Cases.Decider.Decide(reminded, Cases.Clock(reminded))));
        Assert.Equal(asked.Engagement.Probing.AskedAt, Assert.IsType<ConsultEvent.SiteNotReached>(missed).AskedAt);
    }

    [Fact]
    public void A_room_that_opens_before_the_second_measurement_does_not_keep_it_away()
    {
        var early = new ConsultDecider(Times with { OpenBefore = TimeSpan.FromMinutes(30), RemindBefore = TimeSpan.Zero });
        var state = Tell.Facts(early.Decide(
                Cases.Planned(), new ConsultCommand.Schedule(Cases.Lead, Cases.T0, Cases.T0.AddMinutes(45))))
            .Aggregate(Cases.Planned(), ConsultDecider.Evolve);
        var opened = Tell.Facts(early.Decide(state, Cases.Clock(state))).Aggregate(state, ConsultDecider.Evolve);

        Assert.IsType<ConsultState.Accepted>(opened);
        Assert.Equal(new(ClockKind.Probe, Cases.T0.AddMinutes(30)), ConsultClocks.Of(opened));
    }
}
