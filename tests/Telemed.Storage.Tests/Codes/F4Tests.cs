using Telemed.Consults.Consults;
using Telemed.Consults.Recordings;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>F4: a link drops in session: room and recording live on for ten minutes, and the same person comes back.</summary>
public sealed class F4Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_dropped_out_comes_back_within_ten_minutes_to_the_same_recording_without_new_consent(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        await world.AnswerRecordingAsync(world.Clinic, consult.Id, granted: true);
        await world.AnswerRecordingAsync(world.Specialist, consult.Id, granted: true);
        Done(await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id, Cancellation));
        var (consents, recording) = (await SeeAsync(world, consult.Id)) switch { var one => (one.Consents.Count, Assert.Single(one.Recordings).Id) };

        Done(await world.Consults.LeaveRoomAsync(consult.Id, world.Clinic.Id, LeaveCause.Lost, world.Now, Cancellation));
        await PassAsync(world, TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(ConsultStatus.Interrupted, (await SeeAsync(world, consult.Id)).State);
        var back = Done(await world.Consults.EnterRoomAsync(world.As(world.Clinic), consult.Id, Cancellation));

        Assert.Equal((ConsultStatus.InSession, consents), (back.State, back.Consents.Count));
        var kind = Assert.Single(back.Recordings);
        Assert.Equal((recording, RecordingStatus.On), (kind.Id, kind.State));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task After_ten_minutes_without_one_side_the_session_ends_once_and_the_opinion_is_owed(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        Done(await world.Consults.LeaveRoomAsync(consult.Id, world.Clinic.Id, LeaveCause.Lost, world.Now, Cancellation));
        await PassAsync(world, world.Times.OfferBridge);
        world.Now += TimeSpan.FromMinutes(9);

        await Task.WhenAll(
            world.Clocks.FireAsync(world.Now, Cancellation), world.Worker("w2").FireAsync(world.Now, Cancellation));

        var ended = await SeeAsync(world, consult.Id);
        Assert.Equal(ConsultStatus.OpinionPending, ended.State);
        Assert.Single(ended.Timeline, line => line.Code == "sessionEnded");
    }
}
