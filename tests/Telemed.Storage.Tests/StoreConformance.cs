using System.Text.Json;
using Dapper;
using Telemed.Consults.Access;
using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.Consults.Decisions;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;
using Telemed.Consults.Views;

namespace Telemed.Storage.Tests;

/// <summary>What both databases must do alike.</summary>
public abstract class StoreConformance : DatabaseTest
{
    [Fact]
    public async Task An_append_at_a_version_that_has_passed_is_a_conflict_and_writes_nothing()
    {
        await using var world = await OpenWorldAsync();
        var doctor = world.Specialist.Id;
        var before = await world.Store.LoadDoctorAsync(doctor, Cancellation);
        var first = Arrived(doctor, before);

        Assert.Equal(AppendOutcome.Committed, await world.Store.AppendAsync(new(null, [first]), Cancellation));
        Assert.Equal(AppendOutcome.Conflict, await world.Store.AppendAsync(new(null, [first]), Cancellation));

        var after = await world.Store.LoadDoctorAsync(doctor, Cancellation);
        Assert.Equal(1, after.Version);
        Assert.True(after.State.Present);
    }

    [Fact]
    public async Task When_one_of_two_streams_has_moved_on_neither_is_written()
    {
        await using var world = await OpenWorldAsync();
        var stale = await world.Store.LoadDoctorAsync(world.Specialist.Id, Cancellation);
        await world.PresentAsync(world.Specialist);
        var fresh = await world.Store.LoadDoctorAsync(world.Person("chen.jing").Id, Cancellation);

        var outcome = await world.Store.AppendAsync(
            new(null, [Arrived(world.Person("chen.jing").Id, fresh), Arrived(world.Specialist.Id, stale)]),
            Cancellation);

        Assert.Equal(AppendOutcome.Conflict, outcome);
        Assert.Equal(0, (await world.Store.LoadDoctorAsync(world.Person("chen.jing").Id, Cancellation)).Version);
    }

    [Fact]
    public async Task A_repeated_command_is_answered_and_not_done_twice()
    {
        await using var world = await OpenWorldAsync();
        await world.PresentAsync(world.Specialist);
        var create = world.As(world.Clinic, "create-1");

        var first = World.Done(await world.Consults.CreateAsync(create, World.Request(), Cancellation));
        var again = World.Done(await world.Consults.CreateAsync(create, World.Request(), Cancellation));
        var submit = world.As(world.Clinic, "submit-1");
        var submitted = World.Done(await world.Consults.SubmitAsync(submit, first.Id, Cancellation));
        var repeated = World.Done(await world.Consults.SubmitAsync(submit, first.Id, Cancellation));

        Assert.Equal(first.Id, again.Id);
        Assert.Equal(ConsultStatus.Offered, submitted.State);
        Assert.Equal(submitted.Version, repeated.Version);
        Assert.Single(repeated.Offers);
        Assert.Single(await world.Consults.ListAsync(world.Clinic, ConsultList.Mine, world.Now, Cancellation));
    }

    [Fact]
    public async Task One_command_sent_eight_times_at_once_is_done_once()
    {
        await using var world = await OpenWorldAsync();
        var caller = world.As(world.Clinic, "create-1");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () => world.Consults.CreateAsync(caller, World.Request(), Cancellation), Cancellation)));

        Assert.Single(answers.Select(answer => World.Done(answer).Id).Distinct());
        Assert.Single(await world.Consults.ListAsync(world.Clinic, ConsultList.Mine, world.Now, Cancellation));
    }

    [Fact]
    public async Task A_command_identifier_used_for_something_else_is_refused()
    {
        await using var world = await OpenWorldAsync();
        var caller = world.As(world.Clinic, "same");
        var consult = World.Done(await world.Consults.CreateAsync(caller, World.Request(), Cancellation));

        var refused = await world.Consults.SubmitAsync(caller, consult.Id, Cancellation);

        Assert.Equal("command-reused", World.Refused(refused));
    }

    [Fact]
    public async Task Every_viewer_sees_what_is_theirs_and_no_more()
    {
        await using var world = await OpenWorldAsync();
        await world.PresentAsync(world.Specialist);
        var consult = await world.SubmittedAsync();

        var clinic = Assert.Single(await ListAsync(world, "liu.min", ConsultList.Mine));
        var nurse = Assert.Single(await ListAsync(world, "ma.hong", ConsultList.Mine));
        var rung = Assert.Single(await ListAsync(world, "zhao.wei", ConsultList.Queue));
        var dispatcher = Assert.Single(await ListAsync(world, "he.yan", ConsultList.Queue));

        Assert.Equal("胸痛两小时", clinic.SummaryLine);
        Assert.Equal("王** ♀ 63", nurse.PatientLabel);
        Assert.Equal([ConsultAction.Accept, ConsultAction.Decline], rung.Actions);
        Assert.Equal(ViewerSide.Specialist, rung.Mine);
        Assert.Null(dispatcher.SummaryLine);
        Assert.Null(dispatcher.PatientLabel);
        Assert.Empty(await ListAsync(world, "aynur", ConsultList.Mine));
        Assert.Empty(await ListAsync(world, "guo.bin", ConsultList.Queue));
        Assert.Empty(await ListAsync(world, "chen.jing", ConsultList.Mine));
        Assert.IsType<Outcome<ConsultView>.NotFound>(
            await world.Consults.FindAsync(world.OtherClinic, consult.Id, world.Now, Cancellation));
        var offered = World.Done(
            await world.Consults.FindAsync(world.Specialist, consult.Id, world.Now, Cancellation));
        Assert.Null(offered.Patient!.Name);
        Assert.Empty(offered.Patient.Identifiers);
        Assert.Equal(63, offered.Patient.AgeYears);
    }

    [Fact]
    public async Task A_row_says_the_same_as_the_consult_in_every_state_of_the_story()
    {
        await using var world = await OpenWorldAsync();
        var consult = await world.InSessionAsync();
        await world.Consults.EndAsync(world.As(world.Specialist), consult.Id, Cancellation);

        var full = World.Done(await world.Consults.FindAsync(world.Specialist, consult.Id, world.Now, Cancellation));
        var row = Assert.Single(await ListAsync(world, "zhao.wei", ConsultList.Mine));

        Assert.Equal(full.Version, row.Version);
        Assert.Equal(full.State, row.State);
        Assert.Equal(full.Clock, row.Clock);
        Assert.Equal(full.Actions, row.Actions);
        Assert.Equal(full.Mine, row.Mine);
        Assert.Equal(full.SummaryLine, row.SummaryLine);
        Assert.Equal(full.StateSince, row.StateSince);
        Assert.Equal(full.Specialist, row.Specialist);
    }

    [Fact]
    public async Task A_list_has_room_for_what_it_is_of_however_much_else_is_newer()
    {
        await using var world = await OpenWorldAsync();
        var (led, mine) = await LedAndMineAsync(world);
        for (var i = 0; i < 3; i++)
        {
            world.Now = world.Now.AddMinutes(1);
            await world.SubmittedAsync(world.OtherClinic, "neurology");
        }

        async Task<IEnumerable<ConsultId>> ListAsync(ConsultQuery query) =>
            (await world.Store.ListConsultsAsync(query with { Most = 2 }, Cancellation)).Select(row => row.Id);

        var house = new InstitutionId("elsewhere");
        Assert.Equal([mine.Id, led.Id], await ListAsync(new() { Asked = world.Clinic.Institution }));
        Assert.Equal([led.Id], await ListAsync(new() { Asked = house, OrLedBy = [world.Specialist.Id] }));
        Assert.Empty(await ListAsync(new() { Asked = house }));
        Assert.Equal([mine.Id, led.Id], await ListAsync(new() { Involving = world.Clinic.Id }));
        Assert.Equal([led.Id], await ListAsync(new() { Involving = world.Specialist.Id }));
        Assert.Equal([mine.Id, led.Id], await ListAsync(new() { Involving = new("nobody"), OrInstitution = world.Clinic.Institution }));
        Assert.Equal([led.Id], await ListAsync(new() { States = [ConsultStatus.InSession], OrMarked = CaseMarks.AlertEscalated }));
        Assert.Equal([mine.Id], await ListAsync(new() { States = [ConsultStatus.Archived], OrMarked = CaseMarks.Identified }));
        Assert.Equal([mine.Id], await ListAsync(new() { Marked = CaseMarks.Identified }));
        Assert.Empty(await ListAsync(new() { Marked = CaseMarks.Taught }));
    }

    [Fact]
    public async Task A_list_of_one_has_the_newest_whichever_way_it_belongs_to_it()
    {
        await using var world = await OpenWorldAsync();
        var (led, mine) = await LedAndMineAsync(world);
        world.Now = world.Now.AddMinutes(1);
        var other = await world.SubmittedAsync(world.OtherClinic, "neurology");

        async Task<ConsultId?> NewestAsync(ConsultQuery query) =>
            (await world.Store.ListConsultsAsync(query with { Most = 1 }, Cancellation)).SingleOrDefault()?.Id;

        Assert.Equal(other.Id, await NewestAsync(new()));
        Assert.Equal(mine.Id, await NewestAsync(new() { Involving = world.Clinic.Id }));
        Assert.Equal(led.Id, await NewestAsync(new() { Involving = world.Specialist.Id }));
        Assert.Equal(mine.Id, await NewestAsync(new() { Involving = world.Specialist.Id, OrInstitution = world.Clinic.Institution }));
        Assert.Equal(other.Id, await NewestAsync(new() { Involving = world.Specialist.Id, OrInstitution = world.OtherClinic.Institution }));
        Assert.Equal(other.Id, await NewestAsync(new() { Asked = world.OtherClinic.Institution, OrLedBy = [world.Specialist.Id] }));
        Assert.Equal(mine.Id, await NewestAsync(new() { Asked = world.Clinic.Institution, OrLedBy = [world.Specialist.Id] }));
        Assert.Equal(led.Id, await NewestAsync(new()
        {
            Asked = world.Clinic.Institution,
            OrLedBy = [world.Specialist.Id],
            States = [ConsultStatus.InSession],
        }));
        Assert.Equal(mine.Id, await NewestAsync(new() { States = [ConsultStatus.InSession], OrMarked = CaseMarks.Identified }));
        Assert.Equal(other.Id, await NewestAsync(new() { Services = [new("neurology")] }));
        Assert.Equal(led.Id, await NewestAsync(new() { Services = [new("cardiology")] }));
        Assert.Null(await NewestAsync(new() { Marked = CaseMarks.Taught }));
        Assert.Empty(await world.Store.ListConsultsAsync(new() { Most = 0 }, Cancellation));
    }

    [Fact]
    public async Task The_archive_of_a_house_has_what_its_records_officer_may_see_whoever_led_and_however_it_ended()
    {
        await using var world = await OpenWorldAsync();
        var moved = await world.InSessionAsync();
        World.Done(await world.Consults.TransferAsync(world.As(world.Clinic), moved.Id, "worse", Cancellation));
        world.Now = world.Now.AddHours(1);
        await world.Clocks.FireAsync(world.Now, Cancellation);
        var closed = await world.InSessionAsync();
        World.Done(await world.Consults.EndAsync(world.As(world.Specialist), closed.Id, Cancellation));
        World.Done(await world.Consults.SaveOpinionAsync(world.As(world.Specialist), closed.Id, new("f", "a"), Cancellation));
        World.Done(await world.Consults.SignAsync(world.As(world.Specialist), closed.Id, Cancellation));
        World.Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), closed.Id, true, null, Cancellation));
        World.Done(await world.Consults.CloseAsync(world.As(world.Clinic), closed.Id, Cancellation));
        await world.SubmittedAsync(world.OtherClinic, "neurology");

        // Who led has another part in the house by now.
        var lead = world.Specialist with { Roles = [Role.QualityReviewer], Services = [] };
        await world.Database.Directory.ReplaceAsync(
            new(
                world.Network.Institutions,
                world.Network.Services,
                world.Network.People.Select(one => one.Id == lead.Id ? lead : one),
                world.Network.Rota.Where(one => one.Person != lead.Id)),
            Cancellation);
        var network = await world.Database.Directory.LoadAsync(Cancellation);
        var archivist = world.Person("xu.fang");
        var may = new List<ConsultId>();
        foreach (var row in await world.Store.ListConsultsAsync(new(), Cancellation))
        {
            var state = (ConsultState.Filed)(await world.Store.LoadConsultAsync(row.Id, Cancellation)).State;
            if (AccessPolicy.Decide(archivist, state, CaseAction.ViewRow, world.Now, world.Times.LeadWindow, network) == AccessDecision.Allowed)
            {
                may.Add(row.Id);
            }
        }

        Assert.Equal([closed.Id, moved.Id], may);
        Assert.Equal(may, (await world.Consults.ListAsync(archivist, ConsultList.Queue, world.Now, Cancellation)).Select(row => row.Id));
    }

    [Fact]
    public async Task A_lead_has_a_closed_case_until_the_window_of_the_network_ends_though_it_is_filed_meanwhile()
    {
        await using var world = await OpenWorldAsync();
        var consult = (await world.InSessionAsync()).Id;
        World.Done(await world.Consults.EndAsync(world.As(world.Specialist), consult, Cancellation));
        World.Done(await world.Consults.SaveOpinionAsync(world.As(world.Specialist), consult, new("f", "a"), Cancellation));
        World.Done(await world.Consults.SignAsync(world.As(world.Specialist), consult, Cancellation));
        World.Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), consult, true, null, Cancellation));
        World.Done(await world.Consults.CloseAsync(world.As(world.Clinic), consult, Cancellation));
        var closedAt = World.Whole(world.Now);
        world.Now += world.Times.ArchiveAfter + TimeSpan.FromMinutes(1);
        await world.Clocks.FireAsync(world.Now, Cancellation);
        var times = world.Times with { LeadWindow = TimeSpan.FromDays(45) };
        var desk = new ConsultDesk(world.Store, world.Database.Directory, new RandomIds(), world.Dispatch, world.Ring, times);
        var ends = closedAt + times.LeadWindow;

        Assert.Equal([(true, true, true)], [await SeenAsync(desk, ends.AddMilliseconds(-1))]);
        Assert.Equal([(false, false, false)], [await SeenAsync(desk, ends)]);
        Assert.Equal([(true, true, true)], [await SeenAsync(world.Consults, ends)]); // Ninety days, as nothing else is said.
        Assert.Equal([(false, false, false)], [await SeenAsync(world.Consults, closedAt.AddDays(90))]);

        async Task<(bool Listed, bool Opened, bool Exported)> SeenAsync(ConsultDesk at, DateTimeOffset now) => (
            (await at.ListAsync(world.Specialist, ConsultList.Mine, now, Cancellation)).Any(row => row is { State: ConsultStatus.Archived }),
            await at.FindAsync(world.Specialist, consult, now, Cancellation) is Outcome<ConsultView>.Done,
            await at.ExportAsync(world.Specialist, consult, now, Cancellation) is Outcome<System.Text.Json.Nodes.JsonObject>.Done);
    }

    [Fact]
    public async Task An_open_ring_is_found_again_and_is_gone_once_answered()
    {
        await using var world = await OpenWorldAsync();
        await world.PresentAsync(world.Specialist);
        var consult = await world.SubmittedAsync();

        var ring = Assert.Single(await world.Consults.ListRingsAsync(world.Specialist, world.Now, Cancellation));
        Assert.Equal(World.Whole(world.Now) + world.Ring.EmergencyRing, ring.ExpiresAt);
        Assert.StartsWith("胸痛两小时", ring.Summary, StringComparison.Ordinal);
        await world.Consults.AcceptAsync(world.As(world.Specialist), consult.Id, ring.Offer.Id, Cancellation);

        Assert.Empty(await world.Consults.ListRingsAsync(world.Specialist, world.Now, Cancellation));
    }

    [Fact]
    public async Task Four_workers_fire_every_due_clock_exactly_once()
    {
        await using var world = await OpenWorldAsync(Crowd(24));
        foreach (var doctor in world.Network.People.Where(person => person.Is(Role.Specialist)))
        {
            await world.PresentAsync(doctor);
            World.Done(await world.Doctors.SetAvailableAsync(doctor, true, null, world.Now, Cancellation));
        }

        var consults = new List<ConsultId>();
        for (var i = 0; i < 24; i++)
        {
            consults.Add((await world.SubmittedAsync()).Id);
        }

        world.Now += world.Ring.EmergencyRing;
        var workers = Enumerable.Range(0, 4).Select(i => world.Worker("w" + i)).ToList();
        var fired = (await Task.WhenAll(workers.Select(worker => Task.Run(
            async () =>
            {
                var all = new List<FiredClock>();
                while (await worker.FireAsync(world.Now, Cancellation) is { Count: > 0 } some)
                {
                    all.AddRange(some);
                }

                return all;
            },
            Cancellation)))).SelectMany(all => all).Where(one => one.Done).ToList();

        Assert.Equal(24, fired.Select(one => one.Stream).Distinct().Count());
        Assert.Equal(24, fired.Count);
        foreach (var id in consults)
        {
            var facts = await world.Store.ReadConsultAsync(id, Cancellation);
            Assert.Single(facts.OfType<ConsultEvent.OfferExpired>());
            Assert.Equal(2, facts.OfType<ConsultEvent.OfferMade>().Count());
        }
    }

    [Fact]
    public async Task A_worker_that_died_leaves_a_lease_that_runs_out()
    {
        await using var world = await OpenWorldAsync();
        await world.PresentAsync(world.Specialist);
        await world.SubmittedAsync();
        world.Now += world.Ring.EmergencyRing;
        var lease = TimeSpan.FromSeconds(15);
        Assert.Single(await world.Store.ClaimClocksAsync("dead", world.Now, lease, 10, Cancellation));

        Assert.Empty(await world.Clocks.FireAsync(world.Now, Cancellation));
        world.Now += lease;
        var fired = await world.Clocks.FireAsync(world.Now, Cancellation);

        Assert.True(Assert.Single(fired).Done);
    }

    [Fact]
    public async Task A_consult_left_in_dispatching_is_picked_up_by_the_clocks()
    {
        await using var world = await OpenWorldAsync();
        await world.PresentAsync(world.Specialist);
        var draft = World.Done(await world.Consults.CreateAsync(world.As(world.Clinic), World.Request(), Cancellation));
        var before = await world.Store.LoadConsultAsync(draft.Id, Cancellation);
        var submit = new ConsultDecider(world.Times).Decide(
            before.State, new ConsultCommand.Submit(world.Clinic.Id, world.Now));
        var facts = Assert.IsType<Decision<ConsultEvent>.Accepted>(submit).Facts;
        var after = (ConsultState.Filed)facts.Aggregate(before.State, ConsultDecider.Evolve);
        await world.Store.AppendAsync(
            new(null, [new StreamAppend.ToConsult(draft.Id, before, facts, after)]), Cancellation);

        world.Now += TimeSpan.FromSeconds(3);
        await world.Clocks.FireAsync(world.Now, Cancellation);

        var found = World.Done(await world.Consults.FindAsync(world.Clinic, draft.Id, world.Now, Cancellation));
        Assert.Equal(ConsultStatus.Offered, found.State);
    }

    [Fact]
    public async Task The_feed_misses_nothing_under_concurrent_writers_and_keeps_each_stream_in_order()
    {
        const int Writers = 6;
        const int Each = 25;
        await using var world = await OpenWorldAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new List<Fact>();
        var reading = Task.Run(
            async () =>
            {
                await foreach (var fact in world.Database.Feed.FollowAsync(FeedPosition.Start, stop.Token))
                {
                    seen.Add(fact);
                    if (seen.Count == Writers * Each * 2)
                    {
                        break;
                    }
                }
            },
            Cancellation);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    var draft = World.Done(await world.Consults.CreateAsync(
                        world.As(world.Clinic, $"c-{writer}-{i}"), World.Request(), Cancellation));
                    World.Done(await world.Consults.EditDraftAsync(
                        world.As(world.Clinic, $"e-{writer}-{i}"), draft.Id, World.Request("neurology"), Cancellation));
                }
            },
            Cancellation)));
        await reading.WaitAsync(TimeSpan.FromMinutes(2), Cancellation);

        Assert.Equal(Writers * Each * 2, seen.Select(fact => (fact.Stream, fact.Version)).Distinct().Count());
        Assert.All(seen.GroupBy(fact => fact.Stream), stream => Assert.Equal([1, 2], stream.Select(one => one.Version)));
        Assert.Equal(seen.Select(fact => fact.Position).Order(), seen.Select(fact => fact.Position));
        Assert.Equal(seen[^1].Position, await world.Database.Feed.HeadAsync(Cancellation));
    }

    [Fact]
    public async Task A_following_reader_hears_of_a_commit_of_another_node()
    {
        await using var writer = await OpenWorldAsync();
        await using var reader = await OpenWorldAsync(worker: "w2");
        var head = await reader.Database.Feed.HeadAsync(Cancellation);
        var next = Task.Run(
            async () =>
            {
                await foreach (var fact in reader.Database.Feed.FollowAsync(head, Cancellation))
                {
                    return fact;
                }

                return null;
            },
            Cancellation);

        await writer.PresentAsync(writer.Specialist);

        var heard = await next.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
        Assert.IsType<DoctorEvent.DoctorArrived>(heard!.Event);
    }

    [Fact]
    public async Task Migrating_twice_and_by_two_nodes_at_once_runs_every_step_once()
    {
        var options = await OptionsAsync();
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(
            () => ConsultDatabase.OpenAsync(options, Master, Cancellation), Cancellation)));
        await using var first = both[0];
        await using var second = both[1];
        await using var third = await OpenAsync();
        await using var connection = await ConnectAsync();

        var steps = (await connection.QueryAsync<int>("SELECT number FROM schema_migrations ORDER BY number")).ToList();

        Assert.Equal(Enumerable.Range(1, steps.Count), steps);
        Assert.NotEmpty(steps);
    }

    [Fact]
    public async Task Nothing_personal_is_readable_in_the_tables()
    {
        await using var world = await OpenWorldAsync();
        var consult = await world.InSessionAsync();
        await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id, Cancellation);
        await world.AnswerRecordingAsync(world.Clinic, consult.Id, true);
        await world.AnswerRecordingAsync(world.Specialist, consult.Id, true);
        World.Done(await world.Recordings.MarkAsync(
            world.As(world.Specialist), consult.Id, "秘密标记", Cancellation));
        await world.Consults.SaveOpinionAsync(
            world.As(world.Specialist), consult.Id, new("秘密所见", "秘密建议"), Cancellation);
        World.Done(await world.Consults.WriteChatAsync(world.As(world.Clinic), consult.Id, "秘密消息", Cancellation));

        await using var connection = await ConnectAsync();
        var all = (await connection.QueryAsync<string>(
            """
            SELECT data FROM events UNION ALL SELECT label FROM consult_rows UNION ALL SELECT state FROM recordings
            UNION ALL SELECT state FROM doctors
            """)).ToList();

        Assert.NotEmpty(all);
        foreach (var secret in (string[])["王秀英", "652900196301010024", "胸痛", "秘密", "王**", "马红"])
        {
            Assert.DoesNotContain(all, text => text.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Destroying_a_case_key_makes_the_case_unreadable_and_leaves_every_chain_whole()
    {
        await using var world = await OpenWorldAsync();
        var consult = await world.InSessionAsync();
        var other = await world.SubmittedAsync(service: "neurology");
        Assert.Equal(32, (await world.Database.Keys.FindAsync(consult.Id, Cancellation))!.Length);

        Assert.True(await world.Database.Keys.DestroyAsync(consult.Id, world.Now, Cancellation));
        Assert.False(await world.Database.Keys.DestroyAsync(consult.Id, world.Now, Cancellation));

        var gone = World.Done(await world.Consults.FindAsync(world.Clinic, consult.Id, world.Now, Cancellation));
        Assert.Equal(ConsultStatus.InSession, gone.State);
        Assert.Null(gone.Summary);
        Assert.Null(gone.Patient);
        Assert.Null(gone.PatientLabel);
        Assert.All(gone.Consents, consent => Assert.Null(consent.Witness));
        Assert.Null(await world.Database.Keys.FindAsync(consult.Id, Cancellation));
        var kept = World.Done(await world.Consults.FindAsync(world.Clinic, other.Id, world.Now, Cancellation));
        Assert.NotNull(kept.Summary);
        Assert.Empty(await world.Database.VerifyAsync(Cancellation));
        var rows = await ListAsync(world, "liu.min", ConsultList.Mine);
        Assert.Null(rows.Single(row => row.Id == consult.Id).SummaryLine);
    }

    [Fact]
    public async Task What_a_node_holds_in_memory_of_a_case_is_never_older_than_the_database()
    {
        await using var world = await OpenWorldAsync();
        await using var other = await OpenAsync();
        var consult = await world.InSessionAsync();
        var known = await other.Store.LoadConsultAsync(consult.Id, Cancellation);

        World.Done(await world.Consults.SaveOpinionAsync(
            world.As(world.Specialist), consult.Id, new("所见", "建议"), Cancellation));

        var opinion = Assert.IsAssignableFrom<ConsultState.Engaged>(
            (await other.Store.LoadConsultAsync(consult.Id, Cancellation)).State).Engagement.Opinion;
        Assert.Null(((ConsultState.Engaged)known.State).Engagement.Opinion);
        Assert.Equal("所见", opinion!.Text!.Findings);
    }

    [Fact]
    public async Task A_key_destroyed_on_one_node_opens_nothing_on_another_that_held_the_case()
    {
        await using var world = await OpenWorldAsync();
        await using var other = await OpenAsync();
        var consult = await world.SubmittedAsync();
        Assert.NotNull(((ConsultState.Filed)(await other.Store.LoadConsultAsync(consult.Id, Cancellation)).State).File.Request.Text);

        await world.Database.Keys.DestroyAsync(consult.Id, world.Now, Cancellation);

        Assert.Null(((ConsultState.Filed)(await other.Store.LoadConsultAsync(consult.Id, Cancellation)).State).File.Request.Text);
    }

    [Fact]
    public async Task What_is_held_after_an_append_is_what_another_node_reads()
    {
        await using var world = await OpenWorldAsync();
        await using var other = await OpenAsync();
        var consult = await world.InSessionAsync();

        var held = await world.Store.ReadConsultAsync(consult.Id, Cancellation);
        var read = await other.Store.ReadConsultAsync(consult.Id, Cancellation);

        Assert.Equal(read.Select(JsonOf), held.Select(JsonOf));

        static string JsonOf(ConsultEvent fact) => System.Text.Json.JsonSerializer.Serialize<object>(fact);
    }

    [Fact]
    public async Task What_is_written_after_the_key_was_destroyed_is_not_readable_either()
    {
        await using var world = await OpenWorldAsync();
        var consult = await world.InSessionAsync();
        await world.Database.Keys.DestroyAsync(consult.Id, world.Now, Cancellation);

        var saved = World.Done(await world.Consults.SaveOpinionAsync(
            world.As(world.Specialist), consult.Id, new("所见", "建议"), Cancellation));

        Assert.Null(saved.Opinion!.Findings);
        Assert.Empty(await world.Database.VerifyAsync(Cancellation));
    }

    [Theory]
    [InlineData("UPDATE events SET actor = 'someone' WHERE version = 2", "changed")]
    [InlineData("UPDATE events SET at = at + 1 WHERE version = 1", "changed")]
    [InlineData("DELETE FROM events WHERE version = 2", "missing")]
    [InlineData("DELETE FROM events WHERE version = 3", "missing")]
    [InlineData("DELETE FROM streams", "unknown")]
    public async Task The_verifier_finds_a_changed_or_removed_fact(string tampering, string kind)
    {
        await using var world = await OpenWorldAsync();
        await world.SubmittedAsync();
        Assert.Empty(await world.Database.VerifyAsync(Cancellation));
        await using (var connection = await ConnectAsync())
        {
            Assert.True(await connection.ExecuteAsync(tampering) > 0);
        }

        var faults = await world.Database.VerifyAsync(Cancellation);

        Assert.Contains(faults, fault => fault.Kind == kind);
    }

    [Fact]
    public async Task A_case_with_a_fact_of_a_newer_version_is_refused_as_such_and_holds_up_nothing_else()
    {
        await using var world = await OpenWorldAsync();
        await using var other = await OpenAsync();
        await world.PresentAsync(world.Specialist);
        await world.PresentAsync(world.Person("wang.qiang"));
        var newer = await world.SubmittedAsync();
        var known = await world.SubmittedAsync(service: "neurology");
        Assert.Single(await world.Consults.ListRingsAsync(world.Specialist, world.Now, Cancellation));

        await using (var connection = await ConnectAsync())
        {
            // As a node of a later version writes it: this one does not even know how it is sealed.
            await connection.ExecuteAsync(
                """
                INSERT INTO events (stream, version, at, actor, type, data, hash)
                SELECT id, version + 1, 0, 'someone', 'consult.of-tomorrow/1', '?', hash FROM streams WHERE id = @stream;
                UPDATE streams SET version = version + 1 WHERE id = @stream
                """,
                new { stream = "consult/" + newer.Id });
        }

        foreach (var store in (IConsultStore[])[world.Store, other.Store])
        {
            var refused = await Assert.ThrowsAsync<NewerVersionException>(() => store.ReadConsultAsync(newer.Id, Cancellation));
            Assert.Equal("consult.of-tomorrow/1", refused.Kind);
        }

        await Assert.ThrowsAsync<NewerVersionException>(
            () => world.Consults.CancelAsync(world.As(world.Clinic), newer.Id, "better", Cancellation));
        Assert.Empty(await world.Consults.ListRingsAsync(world.Specialist, world.Now, Cancellation));
        var fired = await world.Clocks.FireAsync(world.Now.AddSeconds(40), Cancellation);
        Assert.Equal([StreamId.Of(known.Id)], fired.Select(one => one.Stream));

        // Followed and not read once: PostgreSQL shows a commit when every older transaction of the whole server has ended, and
        // the tests beside this one write to the same server.
        var unreadable = new List<StreamId>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        await foreach (var fact in world.Database.Feed.FollowAsync(FeedPosition.Start, patience.Token))
        {
            if (fact.Event is UnreadableFact)
            {
                unreadable.Add(fact.Stream);
            }
            else if (fact.Event is ConsultEvent.OfferExpired && fact.Stream == StreamId.Of(known.Id))
            {
                break;
            }
        }

        Assert.Equal([StreamId.Of(newer.Id)], unreadable);
    }

    [Fact]
    public async Task A_clock_of_a_newer_version_is_left_to_the_nodes_that_know_it_and_its_case_stands_in_the_lists()
    {
        await using var world = await OpenWorldAsync();
        await world.PresentAsync(world.Specialist);
        await world.PresentAsync(world.Person("wang.qiang"));
        var newer = await world.SubmittedAsync();
        var known = await world.SubmittedAsync(service: "neurology");
        await using var connection = await ConnectAsync();
        await connection.ExecuteAsync(
            """
            UPDATE clocks SET kind = 'OfTomorrow' WHERE stream = @stream;
            UPDATE consult_rows SET clock_kind = 'OfTomorrow' WHERE id = @id
            """,
            new { stream = "consult/" + newer.Id, id = newer.Id.Value });

        var fired = await world.Clocks.FireAsync(world.Now.AddSeconds(40), Cancellation);

        Assert.Equal([StreamId.Of(known.Id)], fired.Select(one => one.Stream));
        Assert.Null(await connection.ExecuteScalarAsync<string?>("SELECT lease_by FROM clocks WHERE kind = 'OfTomorrow'"));
        var listed = await world.Consults.ListAsync(world.Clinic, ConsultList.Mine, world.Now, Cancellation);
        Assert.Null(Assert.Single(listed, row => row.Id == newer.Id).Clock);
    }

    [Fact]
    public async Task A_sealed_value_moved_to_another_place_does_not_open()
    {
        await using var world = await OpenWorldAsync();
        var one = await world.SubmittedAsync();
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync(
                "UPDATE events SET data = (SELECT data FROM events WHERE stream = @stream AND version = 1), version = 9 "
                + "WHERE stream = @stream AND version = 3",
                new { stream = "consult/" + one.Id });
        }

        await using var node = await OpenAsync();
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(
            () => node.Store.ReadConsultAsync(one.Id, Cancellation));
    }

    [Fact]
    public async Task Whoever_signs_in_is_found_by_name_and_wrong_guesses_at_a_name_count_on_every_node_until_forgotten()
    {
        await using var world = await OpenWorldAsync();
        await using var other = await OpenAsync();
        var directory = world.Database.Directory;
        await directory.SetPasswordAsync(world.Clinic.Id, "hash", Cancellation);
        Assert.Equal(new SignIn(world.Clinic.Id, "liu.min", "hash"), await directory.FindSignInAsync(" LIU.min ", Cancellation));
        Assert.Null(await directory.FindSignInAsync("nobody", Cancellation));

        var (here, there, begin) = (world.Database.Sessions, other.Sessions, World.Whole(world.Now));
        await here.GuessAsync("li", 5, _ => true, begin, begin, Cancellation);
        Assert.Equal([begin], await there.GuessAsync("li", 5, _ => true, begin.AddMinutes(1), begin, Cancellation));
        await there.GuessAsync("wang", 5, _ => true, begin.AddMinutes(2), begin, Cancellation);
        await there.GuessAsync("wang", 5, _ => false, begin.AddMinutes(2), begin, Cancellation);
        Assert.Equal([begin.AddMinutes(1), begin], await here.ListGuessesAsync("li", 5, Cancellation));
        Assert.Equal([begin.AddMinutes(1)], await there.ListGuessesAsync("li", 1, Cancellation));

        await here.GuessAsync("li", 5, _ => true, begin.AddMinutes(3), begin.AddMinutes(2), Cancellation);
        Assert.Equal([begin.AddMinutes(3)], await there.ListGuessesAsync("li", 5, Cancellation));
        await there.ForgetGuessesAsync("li", Cancellation);
        Assert.Empty(await here.ListGuessesAsync("li", 5, Cancellation));
        Assert.Single(await here.ListGuessesAsync("wang", 5, Cancellation));
    }

    [Fact(Timeout = 60_000)]
    public async Task Guesses_at_one_name_are_looked_at_and_noted_one_after_another_however_many_come_at_a_time()
    {
        await using var one = await OpenAsync();
        await using var other = await OpenAsync();
        var at = World.Whole(DateTimeOffset.UtcNow);

        var looks = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() =>
            (i % 2 == 0 ? one : other).Sessions.GuessAsync("li", 5, latest => latest.Count < 3, at, at, Cancellation))));

        Assert.Equal([0, 1, 2, .. Enumerable.Repeat(3, 27)], looks.Select(look => look.Count).Order());
        Assert.Equal(3, (await one.Sessions.ListGuessesAsync("li", 5, Cancellation)).Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task Replacing_the_network_is_seen_by_every_node_and_keeps_the_passwords_of_those_who_stay()
    {
        await using var world = await OpenWorldAsync();
        await using var other = await OpenWorldAsync(worker: "w2");
        await world.Database.Directory.SetPasswordAsync(world.Clinic.Id, "hash", Cancellation);
        var same = await other.Database.Directory.LoadAsync(Cancellation);
        Assert.Same(same, await other.Database.Directory.LoadAsync(Cancellation));

        var smaller = new Network(
            world.Network.Institutions,
            world.Network.Services,
            world.Network.People.Where(person => person.User != "guo.bin"),
            world.Network.Rota);
        await world.Database.Directory.ReplaceAsync(smaller, Cancellation);

        // Here at once; on another node when it looks next, a tenth of a second later at most.
        Assert.Null((await world.Database.Directory.LoadAsync(Cancellation)).FindPerson(new("p-guo-bin")));
        while ((await other.Database.Directory.LoadAsync(Cancellation)).FindPerson(new("p-guo-bin")) is not null)
        {
            await Task.Delay(10, Cancellation);
        }

        Assert.Equal("hash", (await other.Database.Directory.FindSignInAsync("liu.min", Cancellation))!.PasswordHash);
    }

    [Fact]
    public async Task An_import_of_people_leaves_the_calendar_where_the_version_before_reads_it()
    {
        await using var world = await OpenWorldAsync();
        var golden = new CalendarDays(CalendarKind.Holiday, new(2026, 10, 1), new(2026, 10, 8), new("国庆", "National Day"));
        await world.Database.Directory.ReplaceAsync(
            new(world.Network.Institutions, world.Network.Services, world.Network.People, world.Network.Rota, calendar: new([golden])),
            Cancellation);
        var loaded = await world.Database.Directory.LoadAsync(Cancellation);
        await world.Database.Directory.ReplaceAsync(
            new(
                loaded.Institutions,
                loaded.Services,
                loaded.People.Where(person => person.User != "guo.bin"),
                loaded.Rota,
                calendar: loaded.Calendar),
            Cancellation);

        Assert.Equal([golden], (await world.Database.Directory.LoadAsync(Cancellation)).Calendar.Days);
        await using var beside = await ConnectAsync();
        var rows = await beside.QueryAsync<string>("SELECT body FROM rota_rules WHERE kind = 'calendar'");
        Assert.Equal([golden], rows.Select(body => JsonSerializer.Deserialize<CalendarDays>(body, JsonSerializerOptions.Web)));
    }

    [Fact]
    public async Task A_doctor_whose_last_connection_ran_out_is_marked_gone_and_arrives_again()
    {
        await using var world = await OpenWorldAsync();
        var doctor = world.Specialist;
        await world.Doctors.KeepPresentAsync(doctor, "a", world.Now.AddSeconds(15), world.Now, Cancellation);
        await world.Doctors.KeepPresentAsync(doctor, "b", world.Now.AddSeconds(25), world.Now, Cancellation);

        Assert.Empty(await world.Doctors.SweepAbsentAsync(world.Now.AddSeconds(20), Cancellation));
        await world.Clocks.FireAsync(world.Now.AddSeconds(25), Cancellation);
        Assert.False((await world.Store.LoadDoctorAsync(doctor.Id, Cancellation)).State.Present);
        world.Now += TimeSpan.FromSeconds(30);
        await world.Doctors.KeepPresentAsync(doctor, "c", world.Now.AddSeconds(15), world.Now, Cancellation);

        Assert.True((await world.Store.LoadDoctorAsync(doctor.Id, Cancellation)).State.Present);
    }

    /// <summary>The demonstration network with a crowd of cardiologists.</summary>
    internal static Network Crowd(int specialists)
    {
        var demo = DemoNetwork.Build(World.Start);
        var one = demo.People.Single(person => person.User == "chen.jing");
        var more = Enumerable.Range(0, specialists * 2).Select(i => one with { Id = new($"p-c{i:d3}"), User = $"c{i:d3}" });
        return new Network(demo.Institutions, demo.Services, demo.People.Concat(more), demo.Rota);
    }

    private static async Task<IReadOnlyList<ConsultRowView>> ListAsync(World world, string user, ConsultList list) =>
        await world.Consults.ListAsync(world.Person(user), list, world.Now, Cancellation);

    /// <summary>A case that the specialist leads, and a minute later one of the clinic's whose patient was identified.</summary>
    private static async Task<(ConsultView Led, ConsultView Mine)> LedAndMineAsync(World world)
    {
        await world.PresentAsync(world.Specialist);
        var led = await world.InSessionAsync();
        world.Now = world.Now.AddMinutes(1);
        var mine = await world.SubmittedAsync(service: "neurology");
        World.Done(await world.Consults.CheckIdentityAsync(world.As(world.Clinic), mine.Id, ["name", "paper"]));
        return (led, mine);
    }

    private static StreamAppend.ToDoctor Arrived(PersonId doctor, Loaded<DoctorAvailability> before)
    {
        var fact = new DoctorEvent.DoctorArrived(doctor, World.Start);
        return new(doctor, before, [fact], DoctorAvailabilityDecider.Evolve(before.State, fact));
    }
}
