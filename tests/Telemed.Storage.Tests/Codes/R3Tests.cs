using Telemed.Consults.Recordings;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>R2, R3: what is kept is held, let go and destroyed by two people, not before its time, on either database and over a restart.</summary>
public sealed class R3Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Two_officers_hold_what_nobody_destroys_until_two_let_it_go_and_its_time_is_over(Kept kept)
    {
        var recording = await SealedAsync(kept);
        await using var world = await OpenAsync(kept, worker: "w2");
        world.Now = World.Start.AddDays(1);
        var (xu, tang) = (world.Person("xu.fang"), world.Person("tang.yu"));
        Task<Consults.Desk.Outcome<RecordingLife>> StepAsync(Consults.Institutions.StaffMember who, TwoPersonStep step) =>
            world.Recordings.StepAsync(world.As(who), recording, step, "case 17", Cancellation);

        Assert.Equal("retention", Refused(await StepAsync(xu, TwoPersonStep.Destroy)));
        Done(await StepAsync(xu, TwoPersonStep.Hold));
        Assert.Equal("second-person", Refused(await StepAsync(xu, TwoPersonStep.Hold)));
        Assert.Equal(RecordingStatus.OnHold, Done(await StepAsync(tang, TwoPersonStep.Hold)).Status);

        // Held beyond its time all the same.
        world.Now += TimeSpan.FromDays(31 * 365.25);
        Assert.Equal("not-in-state", Refused(await StepAsync(xu, TwoPersonStep.Destroy)));
        Done(await StepAsync(xu, TwoPersonStep.Release));
        Assert.Equal(RecordingStatus.Sealed, Done(await StepAsync(tang, TwoPersonStep.Release)).Status);
        Done(await StepAsync(xu, TwoPersonStep.Destroy));
        Assert.Equal(RecordingStatus.Sealed, (await world.Recordings.LoadAsync(recording, Cancellation)).Status);
        var gone = Done(await StepAsync(tang, TwoPersonStep.Destroy));
        Assert.Equal((RecordingStatus.Destroyed, new DestroyedBy(xu.Id, tang.Id, "case 17")), (gone.Status, gone.DestroyedBy));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task One_officer_who_asks_at_two_nodes_at_once_is_still_one_person(Kept kept)
    {
        var recording = await SealedAsync(kept);
        await using var east = await OpenAsync(kept, worker: "w2");
        await using var west = await OpenAsync(kept, worker: "w3");
        var xu = east.Person("xu.fang");

        // One person, at two nodes at once: that is one person.
        var both = await Task.WhenAll(
            Task.Run(() => east.Recordings.StepAsync(east.As(xu, "at-east"), recording, TwoPersonStep.Hold, "why", Cancellation), Cancellation),
            Task.Run(() => west.Recordings.StepAsync(west.As(xu, "at-west"), recording, TwoPersonStep.Hold, "why", Cancellation), Cancellation));

        var life = await east.Recordings.LoadAsync(recording, Cancellation);
        Assert.Equal((RecordingStatus.Sealed, xu.Id), (life.Status, life.Pending?.By));
        Assert.Equal("second-person", Refused(Assert.Single(both, one => one is not Consults.Desk.Outcome<RecordingLife>.Done)));
    }
}
