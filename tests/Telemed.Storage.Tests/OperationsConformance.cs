using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Operations;
using Telemed.Consults.Recordings;

namespace Telemed.Storage.Tests;

/// <summary>What operators look at, on both databases.</summary>
public abstract class OperationsConformance : DatabaseTest
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 3, 20, 0, TimeSpan.Zero);
    private static readonly InstitutionId East = new("clinic-east");
    private static readonly InstitutionId West = new("clinic-west");

    [Fact]
    public async Task What_nodes_measured_adds_up_in_the_hour_and_in_the_day()
    {
        await using var database = await OpenAsync();
        var store = database.Operations;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.AddLinksAsync(
            [(East, Links(5, new(1.5, 90, 6, 4))), (West, Links(1, new(30, null, 700, 0)))], [], Now.AddHours(i % 2), Cancellation)));

        var hours = await store.ListSpansAsync(East, LinkGrain.Hour, Now.AddDays(-1), Now.AddDays(1), Cancellation);
        Assert.Equal([(Now.AddMinutes(-20), 20L), (Now.AddMinutes(40), 20L)], hours.Select(one => (one.Start, one.Links.Score.Number)));
        Assert.Equal((20L * 15, 20L * 90, 20L * 6, 20L * 4), Sums(hours[0]));
        var last = await store.ListLastDaysAsync(DateTimeOffset.UnixEpoch, Cancellation);
        Assert.Equal(2, (await store.ListLastDaysAsync(last[0].Start, Cancellation)).Count);
        Assert.Empty(await store.ListLastDaysAsync(last[0].Start.AddMilliseconds(1), Cancellation));
        Assert.Equal([(East, 40L), (West, 8L)], last.Select(one => (one.Site, one.Links.Score.Number)));
        Assert.Equal(0, last[1].Links.Trip.Number);
        Assert.Equal(500, last[1].Links.Jitter.Quantile(0.5));
        Assert.Empty(await store.ListSpansAsync(East, LinkGrain.Hour, Now.AddDays(1), Now.AddDays(2), Cancellation));
    }

    [Fact]
    public async Task The_rows_of_a_site_are_bounded_by_what_is_kept()
    {
        await using var database = await OpenAsync();
        var store = database.Operations;
        var sample = new LinkSample(0, 50, 1, 5);
        foreach (var days in (int[])[0, 14, 16, 399, 402])
        {
            await store.AddLinksAsync([(East, Links(1, sample))], [new(East, $"n{days}", Now.AddDays(-days), 1, sample)], Now.AddDays(-days), Cancellation);
        }

        await store.PruneAsync(Now, Cancellation);

        async Task<int> KeptAsync(LinkGrain grain) =>
            (await store.ListSpansAsync(East, grain, Now.AddDays(-500), Now.AddDays(1), Cancellation)).Count;
        Assert.Equal(2, await KeptAsync(LinkGrain.Hour));
        Assert.Equal(4, await KeptAsync(LinkGrain.Day));
        Assert.Equal(4, (await store.ListLooksAsync(DateTimeOffset.UnixEpoch, Cancellation)).Count);
        Assert.Equal(2, (await store.ListLooksAsync(Now.AddDays(-14), Cancellation)).Count);
    }

    [Fact]
    public async Task A_nodes_latest_word_about_a_site_replaces_its_earlier_one()
    {
        await using var database = await OpenAsync();
        var store = database.Operations;
        await store.AddLinksAsync([], [new(East, "a", Now, 2, new(12.3, 601, 9, 2)), new(East, "b", Now, 1, new(0, null, 0, 5))], Now, Cancellation);
        await store.AddLinksAsync([], [new(East, "a", Now.AddSeconds(15), 1, new(0.5, 80, 3, 4))], Now, Cancellation);

        Assert.Equal(
            [new(East, "a", Now.AddSeconds(15), 1, new(0.5, 80, 3, 4)), new(East, "b", Now, 1, new(0, null, 0, 5))],
            await store.ListLooksAsync(DateTimeOffset.UnixEpoch, Cancellation));
    }

    [Fact]
    public async Task A_machines_health_is_dated_by_the_databases_clock()
    {
        await using var database = await OpenAsync();
        var store = database.Operations;
        var before = await store.ReadClockAsync(Cancellation);
        await store.ReportAsync("a", 71, -640, 3, Cancellation);
        await store.ReportAsync("a", 72, -641, 4, Cancellation);

        var health = Assert.Single(await store.ListHealthAsync(Cancellation));
        Assert.Equal(("a", 72, -641, 4L), (health.Node, health.PercentFull, health.ClockSkewMs, health.Faults));
        Assert.InRange(health.SeenAt, before, await store.ReadClockAsync(Cancellation));
    }

    [Fact]
    public async Task One_node_at_a_time_looks_for_alarms_and_another_once_its_lease_is_over()
    {
        await using var database = await OpenAsync();
        var store = database.Operations;
        var asked = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => store.ClaimWatchAsync($"n{i}", TimeSpan.FromMinutes(5), Cancellation)));
        var first = $"n{Array.IndexOf(asked, true)}";
        Assert.Single(asked, one => one);
        Assert.True(await store.ClaimWatchAsync(first, TimeSpan.FromSeconds(-5), Cancellation));
        Assert.True(await store.ClaimWatchAsync("another", TimeSpan.FromMinutes(5), Cancellation));
        Assert.False(await store.ClaimWatchAsync(first, TimeSpan.FromMinutes(5), Cancellation));
    }

    [Fact]
    public async Task An_alarm_stands_once_while_its_condition_holds_and_is_raised_anew_afterwards()
    {
        await using var database = await OpenAsync();
        var store = database.Operations;
        AlarmCondition Disk(int full, AlarmSeverity severity) => new(AlarmKind.DiskFilling, "a", severity, full);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => store.SettleAlarmsAsync([Disk(86, AlarmSeverity.Warning)], Now, Cancellation)));
        await store.SettleAlarmsAsync([Disk(84, AlarmSeverity.Notice)], Now.AddMinutes(1), Cancellation);

        var standing = Assert.Single(await store.ListAlarmsAsync(10, Cancellation));
        Assert.Equal((Disk(84, AlarmSeverity.Warning), Now, null), (standing.Condition, standing.RaisedAt, standing.ClearedAt));

        await store.SettleAlarmsAsync([], Now.AddMinutes(2), Cancellation);
        await store.SettleAlarmsAsync([Disk(71, AlarmSeverity.Notice)], Now.AddMinutes(3), Cancellation);
        var both = await store.ListAlarmsAsync(10, Cancellation);
        Assert.Equal([null, Now.AddMinutes(2)], both.Select(one => one.ClearedAt));
        Assert.Equal(standing.Id, both[1].Id);
    }

    [Fact]
    public async Task Who_acknowledges_an_alarm_first_stays_with_their_note()
    {
        await using var database = await OpenAsync();
        var store = database.Operations;
        await store.SettleAlarmsAsync([new(AlarmKind.NodeLost, "a", AlarmSeverity.Critical, 0)], Now, Cancellation);
        var alarm = Assert.Single(await store.ListAlarmsAsync(10, Cancellation));

        var taken = await store.AcknowledgeAsync(alarm.Id, new("p-1"), "重启中", Now.AddMinutes(1), Cancellation);
        var again = await store.AcknowledgeAsync(alarm.Id, new("p-2"), null, Now.AddMinutes(2), Cancellation);

        Assert.Equal((Now.AddMinutes(1), new PersonId("p-1"), "重启中"), (taken!.AcknowledgedAt, taken.AcknowledgedBy, taken.Note));
        Assert.Equal(taken, again);
        Assert.Null(await store.AcknowledgeAsync("none", new("p-1"), null, Now, Cancellation));
    }

    [Fact]
    public async Task A_consults_way_shows_as_waiting_as_a_ring_and_as_a_recording_without_its_case()
    {
        await using var world = await OpenWorldAsync();
        await world.PresentAsync(world.Specialist);
        var store = world.Database.Operations;
        var consult = await world.SubmittedAsync();
        var waiting = Assert.Single(await store.ListWaitingAsync(Cancellation));
        Assert.Equal((Urgency.Emergency, ConsultStatus.Offered, 1), (waiting.Urgency, waiting.State, waiting.Count));
        Assert.Equal([world.Specialist.Id], await store.ListPresentAsync(world.Now, Cancellation));
        Assert.Empty(await store.ListRingsAsync(World.Start.AddHours(-1), World.Start.AddHours(1), Cancellation));

        world.Now += TimeSpan.FromSeconds(7);
        World.Done(await world.Consults.AcceptAsync(world.As(world.Specialist), consult.Id, consult.Offers[0].Id, Cancellation));
        var ring = Assert.Single(await store.ListRingsAsync(World.Start.AddHours(-1), World.Start.AddHours(1), Cancellation));
        Assert.Equal((OfferStatus.Accepted, TimeSpan.FromSeconds(7)), (ring.Status, ring.AnsweredAt - ring.MadeAt));
        Assert.Empty(await store.ListWaitingAsync(Cancellation));
    }

    [Fact]
    public async Task Recordings_that_are_not_whole_are_listed_with_their_state()
    {
        await using var world = await OpenWorldAsync();
        var consult = await world.InSessionAsync();
        var store = world.Database.Operations;
        World.Done(await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id, Cancellation));
        Assert.Empty(await store.ListRecordingsAsync(Cancellation));
        await world.AnswerRecordingAsync(world.Clinic, consult.Id, true);
        await world.AnswerRecordingAsync(world.Specialist, consult.Id, true);
        Assert.Equal(RecordingStatus.On, Assert.Single(await store.ListRecordingsAsync(Cancellation)).Status);
        World.Done(await world.Consults.EndAsync(world.As(world.Specialist), consult.Id, Cancellation));
        Assert.Equal(RecordingStatus.Finalizing, Assert.Single(await store.ListRecordingsAsync(Cancellation)).Status);
        var day = Assert.Single(await store.CountDaysAsync(World.Start.AddDays(-1), World.Start.AddDays(1), Cancellation));
        Assert.Equal((new DateOnly(2026, 3, 2), 1), (day.Day, day.Count.Count));
        Assert.Empty(await store.CountDaysAsync(World.Start.AddDays(1), World.Start.AddDays(2), Cancellation));
    }

    private static LinkTallies Links(int times, LinkSample sample)
    {
        var links = new LinkTallies();
        for (var i = 0; i < times; i++)
        {
            links.Add(sample);
        }

        return links;
    }

    private static (long Loss, long Trip, long Jitter, long Score) Sums(SiteSpan span) =>
        (span.Links.Loss.Sum, span.Links.Trip.Sum, span.Links.Jitter.Sum, span.Links.Score.Sum);
}
