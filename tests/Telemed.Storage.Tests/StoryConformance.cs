using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Institutions;
using Telemed.Consults.Recordings;
using Telemed.Consults.Views;

namespace Telemed.Storage.Tests;

/// <summary>The whole story of a consult over a real database, as a person lives through it.</summary>
public abstract class StoryConformance : DatabaseTest
{
    [Fact]
    public async Task Of_many_who_start_a_recording_at_once_one_does_and_the_others_are_told()
    {
        await using var world = await OpenWorldAsync();
        var consult = await world.InSessionAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(
            () => world.Recordings.StartAsync(
                world.As(world.Specialist), consult.Id, Cancellation),
            Cancellation)));

        var started = Assert.Single(answers.OfType<Outcome<RecordingStateView>.Done>());
        Assert.All(answers.Where(answer => answer != started), answer =>
            Assert.Equal("recording-open", World.Refused(answer)));
        Assert.Single(await world.Store.ListRecordingsAsync(consult.Id, Cancellation));
    }

    [Fact]
    public async Task A_repeated_start_of_a_recording_is_answered_with_the_one_it_started()
    {
        await using var world = await OpenWorldAsync();
        var consult = await world.InSessionAsync();
        var caller = world.As(world.Specialist, "start-1");

        var first = World.Done(await world.Recordings.StartAsync(caller, consult.Id, Cancellation));
        var again = World.Done(await world.Recordings.StartAsync(caller, consult.Id, Cancellation));

        Assert.Equal(first.Id, again.Id);
    }

    [Fact]
    public async Task A_recorded_emergency_consult_runs_from_draft_to_closed()
    {
        await using var world = await OpenWorldAsync();
        var consult = await world.InSessionAsync();
        Assert.Equal(ConsultStatus.InSession, consult.State);

        var waiting = World.Done(await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id));
        Assert.Equal(RecordingStatus.AwaitingConsent, waiting.State);
        Assert.Equal(2, waiting.WaitingFor.Count);
        await world.AnswerRecordingAsync(world.Clinic, consult.Id, true);
        await world.AnswerRecordingAsync(world.Specialist, consult.Id, true);
        world.Now += TimeSpan.FromSeconds(20);
        World.Done(await world.Recordings.MarkAsync(world.As(world.Specialist), consult.Id, "ST 段抬高"));
        World.Done(await world.Recordings.PauseAsync(world.As(world.Specialist), consult.Id));
        world.Now += TimeSpan.FromSeconds(30);
        World.Done(await world.Recordings.ResumeAsync(world.As(world.Specialist), consult.Id));
        world.Now += TimeSpan.FromSeconds(10);
        var ended = World.Done(await world.Consults.EndAsync(world.As(world.Specialist), consult.Id));
        Assert.Equal(ConsultStatus.OpinionPending, ended.State);
        var recording = Assert.Single(ended.Recordings);
        Assert.Equal(RecordingStatus.Finalizing, recording.State);
        Assert.Equal(30_000, recording.RecordedMs);
        Assert.Equal(new MarkView(20_000, "ST 段抬高"), Assert.Single(recording.Marks));
        World.Done(await world.Recordings.SealAsync(recording.Id, 29_950, 4_096, world.Now));

        var text = new OpinionText("前壁心梗", "立即转运");
        World.Done(await world.Consults.SaveOpinionAsync(world.As(world.Specialist), consult.Id, text));
        World.Done(await world.Consults.SignAsync(world.As(world.Specialist), consult.Id));
        World.Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), consult.Id, true, "照办"));
        var closed = World.Done(await world.Consults.CloseAsync(world.As(world.Clinic), consult.Id));

        Assert.Equal(ConsultStatus.Closed, closed.State);
        Assert.Equal("前壁心梗", closed.Opinion!.Findings);
        Assert.NotNull(closed.Opinion.SignedAt);
        Assert.Equal("照办", closed.Acknowledgement!.Note);
        Assert.Equal("王** ♀ 63", closed.PatientLabel);
        Assert.Equal("王秀英", closed.Patient!.Name);
        Assert.Equal(RecordingStatus.Sealed, closed.Recordings[0].State);
        var offer = Assert.Single(closed.Offers);
        Assert.NotNull(offer.RespondedAt);
        Assert.NotNull(offer.JoinedAt);
        Assert.Equal("present level:prefecture onCall load:0", offer.Reason);
        var played = World.Done(await world.Recordings.FindAsync(world.Specialist, recording.Id, world.Now));
        Assert.Equal(29_950, played.Row.RecordedMs);
        var doctor = await world.Store.LoadDoctorAsync(world.Specialist.Id, default);
        Assert.IsType<DoctorEngagement.Free>(doctor.State.Engagement);
        Assert.Empty(await world.Database.VerifyAsync(default));
    }

    [Fact]
    public async Task The_patients_consent_comes_from_their_side_and_is_no_click()
    {
        await using var world = await OpenWorldAsync();
        await world.PresentAsync(world.Specialist);
        var consult = await world.SubmittedAsync();
        await world.Consults.AcceptAsync(world.As(world.Specialist), consult.Id, consult.Offers[0].Id, Cancellation);
        Task<Outcome<ConsultView>> SayAsync(StaffMember who, ConsentAnswer answer) =>
            world.Consults.ConsentAsync(world.As(who), consult.Id, answer, Cancellation);

        var clicked = await SayAsync(world.Clinic, World.PatientAgrees with { Method = ConsentMethod.Click });
        var blank = await SayAsync(world.Clinic, World.PatientAgrees with { TextVersion = " " });
        var remote = await SayAsync(world.Specialist, World.PatientAgrees);

        Assert.Equal("unknown", Assert.IsType<Outcome<ConsultView>.Invalid>(clicked).Errors["method"]);
        Assert.Equal("length", Assert.IsType<Outcome<ConsultView>.Invalid>(blank).Errors["textVersion"]);
        Assert.IsType<Outcome<ConsultView>.Forbidden>(remote);
        Assert.Equal(ConsultStatus.Ready, World.Done(await SayAsync(world.Clinic, World.PatientAgrees)).State);
    }
}
