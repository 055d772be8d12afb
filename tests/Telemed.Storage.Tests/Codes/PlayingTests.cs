using Telemed.Consults.Access;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>
/// Who plays a recording without a part in the case: the patient on request, the quality reviewer what was drawn, the regulator
/// by an order of two people. On either database and over a restart.
/// </summary>
public sealed class PlayingTests(PostgresFixture postgres) : CodeTest(postgres)
{
    private static readonly PersonId Patient = new("guest-patient");

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_patient_reads_the_opinion_by_a_link_for_that_and_plays_what_was_granted_until_its_end(Kept kept)
    {
        var recording = await SealedAsync(kept);
        await using var world = await OpenAsync(kept, worker: "w2");
        world.Now = World.Start.AddDays(400);
        var consult = (await world.Recordings.LoadAsync(recording, Cancellation)).Consult;
        var view = Done(await InviteAsync(world, consult));
        Assert.True(Assert.Single(view.Guests).Reads);
        Assert.Contains("consult.guest-invited/2", await DumpAsync(kept, "events"), StringComparison.Ordinal); // No link into the room to the version before.
        var visit = Done(await world.Consults.OpenGuestLinkAsync(consult, Patient, "hash", "王秀英", "010024", world.Now, Cancellation));
        Assert.Equal(("f", "a"), (visit.Opinion?.Findings, visit.Opinion?.Advice));
        Assert.Equal(recording, Assert.Single(visit.Recordings).Id);
        Assert.IsType<Outcome<PlayableRecording>.Forbidden>(await PlayAsync(world, consult, recording));

        Done(await world.Consults.AsGuestAsync(
            consult, Patient, new("ask"), world.Now, caller => world.Consults.AskToPlayAsync(caller, consult, recording, Cancellation), Cancellation));
        Assert.Equal("reason-missing", Refused(await AnswerAsync(world, consult, recording, " ")));
        Done(await AnswerAsync(world, consult, recording, "their own"));
        await using var restarted = await OpenAsync(kept, worker: "w3");
        restarted.Now = world.Now;
        Assert.IsType<Outcome<PlayableRecording>.Done>(await PlayAsync(restarted, consult, recording));
        restarted.Now += new ConsultTimes().PatientPlays;
        Assert.IsType<Outcome<PlayableRecording>.Forbidden>(await PlayAsync(restarted, consult, recording));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_order_that_two_officers_entered_lets_the_regulator_play_that_case_until_it_ends(Kept kept)
    {
        var recording = await SealedAsync(kept);
        await using var world = await OpenAsync(kept, worker: "w2");
        world.Now = World.Start.AddDays(2);
        var consult = (await world.Recordings.LoadAsync(recording, Cancellation)).Consult;
        var (xu, tang, lin) = (world.Person("xu.fang"), world.Person("tang.yu"), world.Person("lin.hai"));
        var text = new OrderText("Health Commission", "2026-17", "a complaint");
        Assert.Equal("order-time", Refused(await world.Consults.EnterOrderAsync(As(world, xu), consult, text, world.Now, Cancellation)));
        Assert.Equal("order-incomplete", Refused(await world.Consults.EnterOrderAsync(
            As(world, xu), consult, text with { Number = " " }, world.Now.AddDays(9), Cancellation)));
        var entered = Done(await world.Consults.EnterOrderAsync(As(world, xu), consult, text, world.Now.AddDays(9), Cancellation));
        var order = Assert.Single(entered.Orders);
        Assert.Equal("second-person", Refused(await world.Consults.ConfirmOrderAsync(As(world, xu), consult, order.Id, Cancellation)));
        await RefusedToPlayAsync(world);
        Assert.Empty(Done(await world.Consults.ListOrdersAsync(lin, world.Now, Cancellation)));

        Done(await world.Consults.ConfirmOrderAsync(As(world, tang), consult, order.Id, Cancellation));
        await using var restarted = await OpenAsync(kept, worker: "w3");
        restarted.Now = world.Now;
        var listed = Assert.Single(Done(await restarted.Consults.ListOrdersAsync(lin, restarted.Now, Cancellation)));
        Assert.Equal(("Health Commission", recording), (listed.Authority, Assert.Single(listed.Recordings).Id));
        var played = Done(await restarted.Recordings.FindAsync(lin, recording, restarted.Now, Cancellation));
        Assert.Equal((PlayBasis.RegulatorOrder, false), (played.Basis, played.MayKeep));
        Assert.IsType<Outcome<ConsultView>.NotFound>(await restarted.Consults.FindAsync(lin, consult, restarted.Now, Cancellation));

        // Over by itself, and before that by whichever officer ends it.
        restarted.Now += TimeSpan.FromDays(10);
        await RefusedToPlayAsync(restarted);
        restarted.Now = world.Now;
        Done(await restarted.Consults.EndOrderAsync(As(restarted, xu), consult, order.Id, Cancellation));
        await RefusedToPlayAsync(restarted);
        Assert.Equal("order-over", Refused(await restarted.Consults.ConfirmOrderAsync(As(restarted, tang), consult, order.Id, Cancellation)));

        async Task RefusedToPlayAsync(World where) => Assert.IsType<Outcome<PlayableRecording>.NotFound>(
            await where.Recordings.FindAsync(lin, recording, where.Now, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_was_drawn_is_listed_and_played_by_the_reviewer_for_a_time_and_by_nobody_else(Kept kept)
    {
        var recording = await SealedAsync(kept);
        await using var world = await OpenAsync(kept, worker: "w2");
        world.Now = World.Start.AddDays(80);
        var zhou = world.Person("zhou.li");
        var drawn = Assert.Single(Done(await world.Consults.ListSampleAsync(zhou, world.Now, Cancellation)));
        Assert.Equal(recording, Assert.Single(drawn.Recordings).Id);
        var played = Done(await world.Recordings.FindAsync(zhou, recording, world.Now, Cancellation));
        Assert.Equal(PlayBasis.QualitySample, played.Basis);
        Assert.IsType<Outcome<ConsultView>.NotFound>(await world.Consults.FindAsync(zhou, played.Life.Consult, world.Now, Cancellation));
        Assert.IsType<Outcome<PlayableRecording>.NotFound>(await world.Recordings.FindAsync(world.Person("lin.hai"), recording, world.Now, Cancellation));
        Assert.IsType<Outcome<IReadOnlyList<SampleView>>.Forbidden>(await world.Consults.ListSampleAsync(world.Clinic, world.Now, Cancellation));

        world.Now = World.Start.AddDays(91);
        Assert.Empty(Done(await world.Consults.ListSampleAsync(zhou, world.Now, Cancellation)));
        Assert.IsType<Outcome<PlayableRecording>.NotFound>(await world.Recordings.FindAsync(zhou, recording, world.Now, Cancellation));
    }

    [Fact]
    public void A_share_is_drawn_by_the_key_alone_and_the_same_by_every_node()
    {
        var cases = Enumerable.Range(0, 20_000).Select(one => new ConsultId($"case-{one}")).ToList();
        var drawn = cases.Where(new QualitySample(50, [1, 2, 3]).Draws).ToList();

        Assert.InRange(drawn.Count, 850, 1_150);
        Assert.Equal(drawn, cases.Where(new QualitySample(50, [1, 2, 3]).Draws));
        Assert.InRange(drawn.Count(new QualitySample(50, [1, 2, 4]).Draws), 20, 90);
        Assert.DoesNotContain(cases, new QualitySample(0, [1]).Draws);
        Assert.All(cases, one => Assert.True(new QualitySample(1_000, [1]).Draws(one)));
    }

    /// <summary>A command that no world over this database has sent: each counts its own from the beginning.</summary>
    private static Caller As(World world, StaffMember who) => world.As(who, Guid.NewGuid().ToString("N"));

    private static Task<Outcome<ConsultView>> InviteAsync(World world, ConsultId consult) => world.Consults.InviteGuestAsync(
        As(world, world.Clinic), consult, Patient, GuestKind.Patient, "hash", null, reads: true, Cancellation);

    private static Task<Outcome<ConsultView>> AnswerAsync(World world, ConsultId consult, RecordingId recording, string reason) =>
        world.Consults.AnswerPlayAsync(As(world, world.Person("xu.fang")), consult, recording, granted: true, reason, Cancellation);

    private static async Task<Outcome<PlayableRecording>> PlayAsync(World world, ConsultId consult, RecordingId recording) =>
        await world.Recordings.FindAsync(
            (await world.Consults.FindPersonAsync(consult, Patient, Cancellation))!, recording, world.Now, Cancellation);
}
