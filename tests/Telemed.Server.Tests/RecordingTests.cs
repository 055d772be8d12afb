using System.Net;
using System.Text.Json;
using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;

namespace Telemed.Server.Tests;

/// <summary>A recording's life as the room hears it, and what a restart makes of it.</summary>
public sealed class RecordingTests : RecordedRoomTests
{
    [Fact]
    public async Task A_recording_waits_for_every_answer_then_runs_pauses_goes_on_and_ends_with_theConsult()
    {
        var asked = await RecordAsync(Zhao, "start");
        Assert.Equal("awaitingConsent", State(asked));
        Assert.Equal(2, asked.GetProperty("waitingFor").GetArrayLength());

        await ConsentAsync(LiuRoom, granted: true);
        await ZhaoRoom.EventAsync("RecordingChanged", one => Recording(one).GetProperty("waitingFor").GetArrayLength() == 1);
        Assert.Equal("awaitingConsent", State((await Liu.ConsultAsync(Consult)).GetProperty("recordings")[0]));

        await ConsentAsync(ZhaoRoom, granted: true);
        await LiuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");
        var wasOn = Recording(await ZhaoRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on"));

        await ZhaoRoom.CallAsync("Mark", new { messageId = "m1", label = Secrets.MarkLabel });
        Assert.Equal("paused", State(await RecordAsync(Zhao, "pause")));
        await LiuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "paused");
        Assert.Equal("on", State(await RecordAsync(Zhao, "resume")));
        Assert.Equal("refused", await TestServer.ProblemAsync(await Zhao.PostAsync(
            $"/api/consults/{Consult}/recording/start", new { commandId = Person.NewId() })));

        await Zhao.CommandAsync(Consult, "end");
        await LiuRoom.EventAsync("Ended");
        var id = wasOn.GetProperty("id").GetString();
        var marks = (await Liu.GetAsync($"/api/recordings/{id}")).GetProperty("marks");
        Assert.Equal(Secrets.MarkLabel, marks[0].GetProperty("label").GetString());
        Assert.Equal(0, Server.Faults);
        StoryTests.NothingOfThePatientIsIn(Server);
    }

    [Fact]
    public async Task What_is_drawn_is_recorded_where_both_who_draws_and_whose_picture_it_is_agreed()
    {
        await ConsentAsync(LiuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: true);
        var id = (await RecordAsync(Zhao, "start")).GetProperty("id").GetString()!;
        await ZhaoRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");
        int[] before = [1, 1, 2, 2];
        int[] withheld = [3, 3, 4, 4];
        int[] own = [5, 5, 6, 6];
        await DrawAsync(ZhaoRoom, Liu, before);

        await ConsentAsync(LiuRoom, granted: false);
        await ZhaoRoom.EventAsync("ConsentChanged", one =>
            one.GetProperty("participantId").GetString() == Liu.Id && !one.GetProperty("granted").GetBoolean());
        await DrawAsync(ZhaoRoom, Liu, withheld); // whose picture it is withdrew
        await DrawAsync(LiuRoom, Zhao, withheld); // who draws withdrew
        await DrawAsync(ZhaoRoom, Zhao, own);
        await Zhao.CommandAsync(Consult, "end");

        var (end, drawings) = (JournalEnd.Unfinished, new List<JournalDrawing>());
        await Wait.UntilAsync(() =>
        {
            (end, drawings) = Drawings(id);
            return Task.FromResult(end == JournalEnd.Complete);
        });
        Assert.Equal([(Zhao.Id, before), (Zhao.Id, own)], drawings.Select(one => (one.Participant, one.Points.ToArray())));
        Assert.Equal([$"{Liu.Id}:1", $"{Zhao.Id}:1"], drawings.Select(one => one.Publication));
    }

    [Fact]
    public async Task Without_the_patients_answer_a_recording_waits()
    {
        await using var other = await TestServer.StartAsync(NoAbsence);
        await using var recorded = await RecordedCase.StartAsync(other, patientAnswers: false);

        var state = await recorded.Liu.ConsultAsync(recorded.Consult);
        Assert.Equal("awaitingConsent", State(state.GetProperty("recordings")[0]));
        await recorded.Liu.ConsentForPatientAsync(recorded.Consult, "recording");
        await recorded.UntilAsync("on");
    }

    [Fact]
    public async Task A_recording_that_is_not_there_or_not_made_yet_is_not_played()
    {
        await ConsentAsync(LiuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: true);
        var id = (await RecordAsync(Zhao, "start")).GetProperty("id").GetString();

        Assert.Equal("recording-unavailable", await TestServer.ProblemAsync(await Liu.Client.GetAsync($"/api/recordings/{id}/video")));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await Liu.Client.GetAsync("/api/recordings/none/video")));
        await using var stranger = await Person.SignInAsync(Server, Person.OtherSpecialist);
        var refused = await stranger.Client.GetAsync($"/api/recordings/{id}/video");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    private static Task<JsonElement> DrawAsync(TestHub room, Person over, int[] points) =>
        room.CallAsync("Draw", new { messageId = Person.NewId(), publication = $"{over.Id}:1", points });

    /// <summary>What was drawn as the journal of the recording's first epoch has it, and how that ends.</summary>
    private (JournalEnd End, List<JournalDrawing> Drawings) Drawings(string id)
    {
        var folder = Path.Combine(Data, "recordings");
        Assert.True(MasterKeyRing.TryParse(File.ReadAllText(Path.Combine(Data, "secrets", "master.key")), out var ring, out _));
        var key = ring!.Unwrap(File.ReadAllBytes(Path.Combine(folder, ".keys", $"case-{Consult}.json")), Consult)!;
        using var file = File.OpenRead(Path.Combine(folder, id, "epoch-0", "journal.tmj"));
        using var reader = new JournalSegmentReader(file, track: 0, key);
        var drawings = new List<JournalDrawing>();
        while (reader.TryRead(out var record))
        {
            if (record.Kind == JournalRecordKind.Drawing)
            {
                drawings.Add(JsonSerializer.Deserialize(record.Payload, JournalJson.Default.JournalDrawing)!);
            }
        }

        return (reader.End, drawings);
    }
}
