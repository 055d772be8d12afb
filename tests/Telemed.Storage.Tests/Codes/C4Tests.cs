using Telemed.Consults.Consults;
using Telemed.Consults.Recordings;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>C4: a withdrawal is a new fact, and takes effect at once.</summary>
public sealed class C4Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Withdrawing_the_consent_to_be_recorded_ends_what_is_kept_of_the_person_and_edits_nothing(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        Done(await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id, Cancellation));
        await world.AnswerRecordingAsync(world.Clinic, consult.Id, true);
        await world.AnswerRecordingAsync(world.Specialist, consult.Id, true);
        Assert.Equal(2, Done(await world.Recordings.FindStateAsync(consult.Id, world.Now, Cancellation)).MayRecord.Count);

        var after = await world.AnswerRecordingAsync(world.Specialist, consult.Id, false);

        var state = Done(await world.Recordings.FindStateAsync(consult.Id, world.Now, Cancellation));
        Assert.Equal([world.Clinic.Id], state.MayRecord);
        Assert.NotEqual(RecordingStatus.Off, state.State);
        Assert.Equal(ConsultStatus.InSession, after.State);
        Assert.Equal([true, false], after.Consents
            .Where(one => one.Item == ConsentItem.Recording && one.Person!.Id == world.Specialist.Id)
            .Select(one => one.Granted));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Withdrawing_the_consent_to_the_consult_ends_the_session(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();

        var after = Done(await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult.Id, World.PatientAgrees with { Granted = false }, Cancellation));

        Assert.Equal(ConsultStatus.OpinionPending, after.State);
        Assert.Equal([true, false], after.Consents.Where(one => one.Item == ConsentItem.Consult).Select(one => one.Granted));
    }
}
