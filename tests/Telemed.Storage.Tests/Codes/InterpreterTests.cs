using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>
/// The requirement on interpreters: asked for by language, the first who takes it has it, they know language and time only,
/// and their track is recorded by their own consent.
/// </summary>
public sealed class InterpreterTests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Everybody_who_speaks_the_language_is_asked_and_the_first_who_takes_it_has_it(Kept kept)
    {
        await using var world = await OpenAsync(kept, WithInterpreters());
        var consult = await AcceptedAsync(world);
        Assert.Equal(["kk", "mn", "ug", "zh"], consult.InterpretedLanguages);
        Assert.Equal("no-interpreter", Refused(await AskAsync(world, consult.Id, "fr")));
        var asked = Done(await AskAsync(world, consult.Id, "ug"));
        Assert.Equal((InterpretationStatus.Asked, "ug"), (asked.Interpretation!.Status, asked.Interpretation.Language));

        // Who speaks another language is not asked and knows of nothing.
        Assert.IsType<Outcome<ConsultView>.NotFound>(await AnswerAsync(world, consult.Id, "bao.er", true));
        Assert.Empty(await RowsAsync(world, "bao.er"));
        var row = Assert.Single(await RowsAsync(world, "mai.ming"));
        Assert.Equal((ViewerSide.Interpreter, null, null), (row.Mine, row.SummaryLine, row.PatientLabel));
        Assert.Contains(ConsultAction.AnswerInterpreting, row.Actions);

        Assert.Equal(InterpretationStatus.Asked, Done(await AnswerAsync(world, consult.Id, "ai.li", false)).Interpretation!.Status);
        Assert.Equal(InterpretationStatus.Found, Done(await AnswerAsync(world, consult.Id, "mai.ming", true)).Interpretation!.Status);
        Assert.Equal("interpreter-there", Refused(await AnswerAsync(world, consult.Id, "ai.li", true)));
        Assert.Equal("interpreter-there", Refused(await AskAsync(world, consult.Id, "kk")));
        Assert.Equal(world.Person("mai.ming").Id, (await SeeAsync(world, consult.Id)).Interpretation!.Interpreter!.Id);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_request_that_nobody_answers_ends_and_can_be_made_again(Kept kept)
    {
        await using var world = await OpenAsync(kept, WithInterpreters());
        var consult = await AcceptedAsync(world);
        Done(await AskAsync(world, consult.Id, "ug"));
        world.Now += world.Times.AnswerInvitation;
        Assert.Equal(InterpretationStatus.Expired, (await SeeAsync(world, consult.Id)).Interpretation!.Status);
        Assert.Equal("request-expired", Refused(await AnswerAsync(world, consult.Id, "mai.ming", true)));

        Done(await AskAsync(world, consult.Id, "ug"));
        Done(await AnswerAsync(world, consult.Id, "mai.ming", false));
        Assert.Equal(InterpretationStatus.Declined, Done(await AnswerAsync(world, consult.Id, "ai.li", false)).Interpretation!.Status);
        Done(await AskAsync(world, consult.Id, "mn"));
        Assert.Equal(InterpretationStatus.Found, Done(await AnswerAsync(world, consult.Id, "bao.er", true)).Interpretation!.Status);
        Assert.Empty(await RowsAsync(world, "mai.ming"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_interprets_enters_the_room_sees_no_record_and_is_recorded_by_their_own_answer(Kept kept)
    {
        await using var world = await OpenAsync(kept, WithInterpreters());
        var consult = await world.InSessionAsync();
        var mai = world.Person("mai.ming");
        Done(await AskAsync(world, consult.Id, "ug"));
        Assert.IsType<Outcome<RoomSide>.Forbidden>(await world.Consults.MayJoinAsync(mai, consult.Id, world.Now, Cancellation));
        Done(await AnswerAsync(world, consult.Id, "mai.ming", true));
        Assert.Equal(RoomSide.Interpreter, Done(await world.Consults.MayJoinAsync(mai, consult.Id, world.Now, Cancellation)));
        Done(await world.Consults.EnterRoomAsync(world.As(mai), consult.Id, Cancellation));

        var seen = await SeeAsync(world, consult.Id, mai);
        Assert.Equal((null, null, null), (seen.Summary, seen.Patient, seen.PatientLabel));
        Assert.Empty(seen.Timeline);
        Assert.Empty(seen.Offers);
        Assert.Contains(ConsultAction.Join, seen.Actions);

        var recording = Done(await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id, Cancellation)).Id!.Value;
        Assert.Contains(mai.Id, await WaitingAsync(world, recording));
        await world.AnswerRecordingAsync(mai, consult.Id, granted: true);
        Assert.DoesNotContain(mai.Id, await WaitingAsync(world, recording));

        Done(await world.Consults.EndInterpreterAsync(world.As(world.Specialist), consult.Id, Cancellation));
        var state = (ConsultState.InSession)(await world.Store.LoadConsultAsync(consult.Id, Cancellation)).State;
        Assert.DoesNotContain(state.Engagement.Room, one => one.Person == mai.Id);
        Assert.IsType<Outcome<RoomSide>.Forbidden>(await world.Consults.MayJoinAsync(mai, consult.Id, world.Now, Cancellation));
    }

    private static Network WithInterpreters()
    {
        var demo = DemoNetwork.Build(World.Start);
        var mai = demo.People.Single(one => one.User == "mai.ming");
        return new(
            demo.Institutions,
            demo.Services,
            [
                .. demo.People,
                mai with { Id = new("p-ai-li"), User = "ai.li", Languages = ["zh", "ug"] },
                mai with { Id = new("p-bao-er"), User = "bao.er", Languages = ["zh", "mn"] },
            ],
            demo.Rota);
    }

    private static Task<Outcome<ConsultView>> AskAsync(World world, ConsultId id, string language) =>
        world.Consults.AskInterpreterAsync(world.As(world.Clinic), id, language, Cancellation);

    private static Task<Outcome<ConsultView>> AnswerAsync(World world, ConsultId id, string user, bool accepted) =>
        world.Consults.AnswerInterpretingAsync(world.As(world.Person(user)), id, accepted, Cancellation);

    private static Task<IReadOnlyList<ConsultRowView>> RowsAsync(World world, string user) =>
        world.Consults.ListAsync(world.Person(user), ConsultList.Mine, world.Now, Cancellation);

    private static async Task<IReadOnlyList<PersonId>> WaitingAsync(World world, RecordingId recording)
    {
        var life = (await world.Store.LoadRecordingAsync(recording, Cancellation)).State;
        return [.. life.Participants.Where(one => one.Answer is null).Select(one => one.Person)];
    }
}
