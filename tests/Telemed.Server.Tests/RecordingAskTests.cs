using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>
/// Specialists switch the recording; who asked for the consult asks them to, in the room: one question at a time, seen by who
/// comes later, over once it is answered or the recording is in another state.
/// </summary>
public sealed class RecordingAskTests : RecordedRoomTests
{
    [Fact]
    public async Task A_question_is_asked_once_seen_by_who_comes_later_and_answered_by_a_further_expert()
    {
        await AgreeAsync();
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await Liu.PostAsync(
            $"/api/consults/{Consult}/recording/start", new { commandId = Person.NewId() })));
        await AskAsync(on: true);
        var asked = (await ZhaoRoom.EventAsync("RecordingAsked")).GetProperty("ask");
        Assert.Equal((Liu.Id, true), (asked.GetProperty("by").GetString(), asked.GetProperty("on").GetBoolean()));
        await LiuRoom.EventAsync("RecordingAsked");

        // Whoever asks again asks nothing new; a nurse is not shown it, an expert who comes later is.
        await AskAsync(on: true);
        await using var ma = await Person.SignInAsync(Server, Person.Nurse);
        Assert.Equal(JsonValueKind.Null, (await ma.EnterAsync(Consult)).Reply.GetProperty("recordingAsk").ValueKind);
        await using var chen = await ExpertAsync();
        var (chenRoom, reply) = await chen.EnterAsync(Consult);
        Assert.Equal(asked.ToString(), reply.GetProperty("recordingAsk").ToString());
        await ConsentAsync(chenRoom, granted: true);
        await AnswerAsync(chenRoom, on: true, granted: true);

        await LiuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) is "on" or "awaitingConsent");
        var told = await LiuRoom.EventAsync("RecordingAsked");
        Assert.Equal(JsonValueKind.Null, told.GetProperty("ask").ValueKind);
        Assert.Equal(("switched", chen.Id), (told.GetProperty("answer").GetString(), told.GetProperty("by").GetString()));
        Assert.Equal("nothing-asked", await ZhaoRoom.RefusalAsync("AnswerRecording", new { messageId = Person.NewId(), on = true, granted = true }));
        Assert.DoesNotContain(LiuRoom.Heard(), one => one.Name == "RecordingAsked");
        Assert.Equal(
            [(Liu.Id, "recording.ask", "done", "on"), (Liu.Id, "recording.ask", "done", "on"), (chen.Id, "recording.answer", "done", "yes"), (Zhao.Id, "recording.answer", "refused", null)],
            await NotedAsync());
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task Not_now_is_told_to_who_asked_and_the_recording_stays_as_it_was()
    {
        await AskAsync(on: true);
        await AnswerAsync(ZhaoRoom, on: true, granted: false);

        await LiuRoom.EventAsync("RecordingAsked", one => one.GetProperty("ask").ValueKind != JsonValueKind.Null);
        var told = await LiuRoom.EventAsync("RecordingAsked");
        Assert.Equal(("declined", Zhao.Id), (told.GetProperty("answer").GetString(), told.GetProperty("by").GetString()));
        Assert.Empty((await Liu.ConsultAsync(Consult)).GetProperty("recordings").EnumerateArray());
    }

    [Fact]
    public async Task A_question_is_over_once_the_recording_is_in_another_state_by_whomever()
    {
        await AgreeAsync();
        await AskAsync(on: true);
        await RecordAsync(Zhao, "start");
        await LiuRoom.EventAsync("RecordingAsked", one => one.GetProperty("ask").ValueKind == JsonValueKind.Null
            && one.GetProperty("answer").GetString() == "switched");

        // And the other way: to rest.
        Assert.Equal("recording-so-already", await LiuRoom.RefusalAsync("AskRecording", new { messageId = Person.NewId(), on = true }));
        await AskAsync(on: false);
        Assert.Equal("nothing-asked", await ZhaoRoom.RefusalAsync("AnswerRecording", new { messageId = Person.NewId(), on = true, granted = true }));
        await AnswerAsync(ZhaoRoom, on: false, granted: true);
        await LiuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "paused");

        // A patient who takes the consent back is not asked for: the doctor beside them writes it down and it rests.
        await RecordAsync(Zhao, "resume");
        await LiuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");
        await Liu.ConsentForPatientAsync(Consult, "recording", granted: false);
        await ZhaoRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "paused");
    }

    [Fact]
    public async Task Without_a_specialist_in_the_room_a_question_is_refused_and_it_goes_with_who_asked()
    {
        await AskAsync(on: true);
        await ZhaoRoom.CallAsync("Leave", new { messageId = Person.NewId() });
        await LiuRoom.EventAsync("ParticipantLeft");
        Assert.Equal("no-specialist-here", await LiuRoom.RefusalAsync("AskRecording", new { messageId = Person.NewId(), on = true }));

        var (again, reply) = await Zhao.EnterAsync(Consult);
        Assert.Equal(Liu.Id, reply.GetProperty("recordingAsk").GetProperty("by").GetString());
        await LiuRoom.CallAsync("Leave", new { messageId = Person.NewId() });
        Assert.Equal("dropped", (await again.EventAsync("RecordingAsked")).GetProperty("answer").GetString());
    }

    private async Task AgreeAsync()
    {
        await ConsentAsync(LiuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: true);
    }

    private async Task<Person> ExpertAsync()
    {
        var chen = await Person.SignInAsync(Server, Person.OtherSpecialist);
        await Zhao.DoAsync($"/api/consults/{Consult}/invite", new { commandId = Person.NewId(), specialist = chen.Id });
        await chen.DoAsync($"/api/consults/{Consult}/answer-invitation", new { commandId = Person.NewId(), accepted = true });
        return chen;
    }

    private Task<JsonElement> AskAsync(bool on) => LiuRoom.CallAsync("AskRecording", new { messageId = Person.NewId(), on });

    private static Task<JsonElement> AnswerAsync(TestHub room, bool on, bool granted) =>
        room.CallAsync("AnswerRecording", new { messageId = Person.NewId(), on, granted });

    private async Task<IEnumerable<(string?, string?, string?, string?)>> NotedAsync() =>
        (await File.ReadAllLinesAsync(Path.Combine(Server.Data, "audit", "audit.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("action").GetString() is "recording.ask" or "recording.answer")
            .Select(line => (
                line.GetProperty("actor").GetString(), line.GetProperty("action").GetString(), line.GetProperty("outcome").GetString(),
                line.TryGetProperty("detail", out var what) ? what.GetString() : null));
}
