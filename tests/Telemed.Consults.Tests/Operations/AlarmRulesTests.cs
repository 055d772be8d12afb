using Telemed.Consults.Consults;
using Telemed.Consults.Operations;
using Telemed.Consults.Recordings;

namespace Telemed.Consults.Tests.Operations;

public sealed class AlarmRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 3, 0, 0, TimeSpan.Zero);

    private static readonly Observed Quiet = new(Now, [], [], [], [], [], []);

    [Fact]
    public void A_quiet_region_has_no_alarm() => Assert.Empty(AlarmRules.Evaluate(Quiet));

    [Theory]
    [InlineData(0, AlarmKind.SiteUnreachable)]
    [InlineData(1, AlarmKind.SiteBad)]
    [InlineData(2, null)]
    [InlineData(5, null)]
    public void A_site_in_a_room_is_an_alarm_when_nothing_or_only_sound_arrives(int score, AlarmKind? kind) =>
        Assert.Equal(kind, AlarmRules.Evaluate(Quiet with { Sites = [Site(score)] }).SingleOrDefault()?.Kind);

    [Fact]
    public void A_bad_site_stays_one_until_it_is_better_than_what_raised_it()
    {
        var standing = Quiet with { Open = [new(AlarmKind.SiteBad, "clinic-east", AlarmSeverity.Warning, 1)] };
        Assert.Equal(AlarmKind.SiteBad, Assert.Single(AlarmRules.Evaluate(standing with { Sites = [Site(2)] })).Kind);
        Assert.Empty(AlarmRules.Evaluate(standing with { Sites = [Site(3)] }));
        Assert.Empty(AlarmRules.Evaluate(standing with { Sites = [Site(1, Now.AddMinutes(-1))] }));
    }

    [Theory]
    [InlineData(69, null)]
    [InlineData(70, AlarmSeverity.Notice)]
    [InlineData(85, AlarmSeverity.Warning)]
    [InlineData(95, AlarmSeverity.Critical)]
    public void A_disk_is_an_alarm_at_70_85_and_95_percent(int full, AlarmSeverity? severity) =>
        Assert.Equal(severity, AlarmRules.Evaluate(Quiet with { Health = [Machine(full)] }).SingleOrDefault()?.Severity);

    [Fact]
    public void A_disk_that_stands_at_the_mark_does_not_raise_and_clear_by_turns()
    {
        var standing = Quiet with { Open = [new(AlarmKind.DiskFilling, "n1", AlarmSeverity.Notice, 70)] };
        Assert.Single(AlarmRules.Evaluate(standing with { Health = [Machine(69)] }));
        Assert.Empty(AlarmRules.Evaluate(standing with { Health = [Machine(67)] }));
    }

    [Theory]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(-500, true)]
    [InlineData(int.MinValue, true)]
    public void A_clock_that_is_half_a_second_off_is_an_alarm(int skew, bool raised) =>
        Assert.Equal(raised, AlarmRules.Evaluate(Quiet with { Health = [Machine(10, skew)] }).Count == 1);

    [Fact]
    public void What_a_node_said_of_its_machine_minutes_ago_does_not_count() =>
        Assert.Empty(AlarmRules.Evaluate(Quiet with { Health = [Machine(99, seenAt: Now.AddMinutes(-3))] }));

    [Fact]
    public void A_node_whose_heartbeat_has_run_out_is_lost()
    {
        var node = NodeRows.Of("n2");
        var lost = Assert.Single(AlarmRules.Evaluate(Quiet with
        {
            Nodes = [new(node, Now.AddMinutes(-1), IsAlive: false), new(NodeRows.Of("n1"), Now, IsAlive: true)],
        }));
        Assert.Equal((AlarmKind.NodeLost, "n2", AlarmSeverity.Critical), (lost.Kind, lost.Subject, lost.Severity));
    }

    [Fact]
    public void A_recording_that_failed_today_and_a_file_that_is_long_in_the_making_are_alarms()
    {
        OpenRecording Of(string id, RecordingStatus status, double hours) => new(new(id), status, Now.AddHours(-hours));
        var raised = AlarmRules.Evaluate(Quiet with
        {
            Recordings =
            [
                Of("r1", RecordingStatus.On, 30), Of("r2", RecordingStatus.Failed, 1), Of("r3", RecordingStatus.Failed, 25),
                Of("r4", RecordingStatus.Finalizing, 1), Of("r5", RecordingStatus.Finalizing, 7),
            ],
        });
        Assert.Equal(
            [(AlarmKind.RecordingFailed, "r2"), (AlarmKind.RecordingUnfinished, "r5")],
            raised.Select(one => (one.Kind, one.Subject)));
    }

    [Theory]
    [InlineData(Urgency.Emergency, 3)]
    [InlineData(Urgency.Urgent, 10)]
    [InlineData(Urgency.Ordinary, 1440)]
    public void Who_waits_longer_than_their_urgency_bears_is_an_alarm(Urgency urgency, int minutes)
    {
        WaitingRow Waiting(double since) => new(urgency, ConsultStatus.Unstaffed, 1, Now.AddMinutes(-since));
        Assert.Empty(AlarmRules.Evaluate(Quiet with { Waiting = [Waiting(minutes)] }));
        var raised = Assert.Single(AlarmRules.Evaluate(Quiet with { Waiting = [Waiting(0), Waiting(minutes + 1)] }));
        Assert.Equal((AlarmKind.QueueLong, $"{urgency}".ToLowerInvariant(), minutes + 1), (raised.Kind, raised.Subject, raised.Value));
    }

    private static SiteLook Site(int score, DateTimeOffset? seenAt = null) =>
        new(new("clinic-east"), "n1", seenAt ?? Now.AddSeconds(-5), 1, new(0, 50, 5, score));

    private static NodeHealth Machine(int full, int skew = 0, DateTimeOffset? seenAt = null) =>
        new("n1", seenAt ?? Now, full, skew, 0);
}
