using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Recordings;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>F11: the wrong patient: the session stops, its recording is sealed and set apart, consent is asked anew.</summary>
public sealed class F11Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_stop_for_the_wrong_patient_ends_the_recording_sets_it_apart_and_voids_the_consents(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        var recording = Done(await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id, Cancellation)).Id!.Value;
        await world.AnswerRecordingAsync(world.Clinic, consult.Id, true);
        await world.AnswerRecordingAsync(world.Specialist, consult.Id, true);

        var stopped = Done(await world.Consults.StopWrongPatientAsync(world.As(world.Clinic), consult.Id, "bed 4", Cancellation));

        Assert.Equal(ConsultStatus.Accepted, stopped.State);
        Assert.Empty(stopped.Consents);
        Assert.Equal(RecordingStatus.Finalizing, Assert.Single(stopped.Recordings).State);
        Done(await world.Recordings.SealAsync(recording, 1_000, 4_096, world.Now, cancellation: Cancellation));
        Assert.Equal("recording-quarantined", Refused(
            await world.Recordings.FindAsync(world.Clinic, recording, world.Now, Cancellation)));
        Assert.Equal("consent-missing", Refused(
            await world.Consults.EnterRoomAsync(world.As(world.Clinic), consult.Id, Cancellation)));

        world.Now += TimeSpan.FromSeconds(1);
        await world.AgreeAsync(consult.Id);
        Done(await world.Consults.EnterRoomAsync(world.As(world.Clinic), consult.Id, Cancellation));
        Assert.Equal(ConsultStatus.InSession, Done(
            await world.Consults.EnterRoomAsync(world.As(world.Specialist), consult.Id, Cancellation)).State);
        var fresh = Done(await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id, Cancellation));
        Assert.NotEqual(recording, fresh.Id);
        Assert.Equal(RecordingStatus.AwaitingConsent, fresh.State);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_was_set_apart_is_played_by_nobody_who_came_by_a_grant_whatever_else_they_are_elsewhere(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        var apart = await RecordAsync();
        Done(await world.Consults.StopWrongPatientAsync(world.As(world.Clinic), consult.Id, "bed 4", Cancellation));
        Done(await world.Recordings.SealAsync(apart, 1_000, 4_096, world.Now, cancellation: Cancellation));
        world.Now += TimeSpan.FromSeconds(1);
        await world.AgreeAsync(consult.Id);
        Done(await world.Consults.EnterRoomAsync(world.As(world.Clinic), consult.Id, Cancellation));
        Done(await world.Consults.EnterRoomAsync(world.As(world.Specialist), consult.Id, Cancellation));
        var fresh = await RecordAsync();
        Done(await world.Consults.EndAsync(world.As(world.Specialist), consult.Id, Cancellation));
        Done(await world.Recordings.SealAsync(fresh, 1_000, 4_096, world.Now, cancellation: Cancellation));
        Done(await world.Consults.SaveOpinionAsync(world.As(world.Specialist), consult.Id, new("f", "a"), Cancellation));
        Done(await world.Consults.SignAsync(world.As(world.Specialist), consult.Id, Cancellation));
        Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), consult.Id, true, null, Cancellation));
        Done(await world.Consults.CloseAsync(world.As(world.Clinic), consult.Id, Cancellation));

        var reviewer = world.Person("zhou.li");
        Assert.Equal(fresh, Assert.Single(Assert.Single(Done(await world.Consults.ListSampleAsync(reviewer, world.Now, Cancellation))).Recordings).Id);
        foreach (var who in new[] { reviewer, reviewer with { Institution = new("elsewhere"), Roles = [Role.QualityReviewer, Role.RecordsOfficer] } })
        {
            Done(await world.Recordings.FindAsync(who, fresh, world.Now, Cancellation));
            Assert.IsType<Outcome<PlayableRecording>.NotFound>(await world.Recordings.FindAsync(who, apart, world.Now, Cancellation));
        }

        async Task<RecordingId> RecordAsync()
        {
            var recording = Done(await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id, Cancellation)).Id!.Value;
            await world.AnswerRecordingAsync(world.Clinic, consult.Id, true);
            await world.AnswerRecordingAsync(world.Specialist, consult.Id, true);
            return recording;
        }
    }
}
