using System.Net;
using System.Text.Json;
using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;

namespace Telemed.Server.Tests;

/// <summary>A recording's life as the room hears it, and what a restart makes of it.</summary>
public sealed class RecordingTests : IAsyncLifetime
{
    private const string NoAbsence = "Telemed:Media:AbsenceMilliseconds=600000";

    private readonly string _data = Directory.CreateTempSubdirectory("telemed-srv-").FullName;
    private TestServer _server = null!;
    private Person _liu = null!;
    private Person _zhao = null!;
    private TestHub _liuRoom = null!;
    private string _consult = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartOnAsync(_data, NoAbsence);
        _liu = await Person.SignInAsync(_server, Person.ClinicDoctor);
        _zhao = await Person.SignInAsync(_server, Person.Specialist);
        _consult = await _zhao.AcceptAsync(_liu);
        await _liu.ConsentForPatientAsync(_consult, "recording");
        (_liuRoom, _) = await _liu.EnterAsync(_consult);
        ZhaoRoom = (await _zhao.EnterAsync(_consult)).Hub;
    }

    private TestHub ZhaoRoom { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await _liu.DisposeAsync();
        await _zhao.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_recording_waits_for_every_answer_then_runs_pauses_goes_on_and_ends_with_the_consult()
    {
        var asked = await RecordAsync(_zhao, "start");
        Assert.Equal("awaitingConsent", State(asked));
        Assert.Equal(2, asked.GetProperty("waitingFor").GetArrayLength());

        await ConsentAsync(_liuRoom, granted: true);
        await ZhaoRoom.EventAsync("RecordingChanged", one => Recording(one).GetProperty("waitingFor").GetArrayLength() == 1);
        Assert.Equal("awaitingConsent", State((await _liu.ConsultAsync(_consult)).GetProperty("recordings")[0]));

        await ConsentAsync(ZhaoRoom, granted: true);
        await _liuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");
        var wasOn = Recording(await ZhaoRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on"));

        await ZhaoRoom.CallAsync("Mark", new { messageId = "m1", label = Secrets.MarkLabel });
        Assert.Equal("paused", State(await RecordAsync(_zhao, "pause")));
        await _liuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "paused");
        Assert.Equal("on", State(await RecordAsync(_liu, "resume")));
        Assert.Equal("refused", await TestServer.ProblemAsync(await _liu.PostAsync(
            $"/api/consults/{_consult}/recording/start", new { commandId = Person.NewId() })));

        await _zhao.CommandAsync(_consult, "end");
        await _liuRoom.EventAsync("Ended");
        var id = wasOn.GetProperty("id").GetString();
        var marks = (await _liu.GetAsync($"/api/recordings/{id}")).GetProperty("marks");
        Assert.Equal(Secrets.MarkLabel, marks[0].GetProperty("label").GetString());
        Assert.Equal(0, _server.Faults);
        StoryTests.NothingOfThePatientIsIn(_server);
    }

    [Fact]
    public async Task When_nobody_agrees_nothing_is_recorded_and_the_consult_goes_on()
    {
        await RecordAsync(_zhao, "start");
        await ConsentAsync(_liuRoom, granted: false);
        await ConsentAsync(ZhaoRoom, granted: false);

        await _liuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "off");

        Assert.Equal("inSession", (await _liu.ConsultAsync(_consult)).GetProperty("state").GetString());
        var journals = Directory.EnumerateFiles(Path.Combine(_data, "recordings"), "*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("key", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(path) != ".store");
        Assert.Empty(journals);
    }

    [Fact]
    public async Task A_withdrawn_consent_is_heard_by_all_and_stops_a_recording_that_nobody_else_agreed_to()
    {
        await RecordAsync(_zhao, "start");
        await ConsentAsync(_liuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: false);
        await _liuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");

        await ConsentAsync(_liuRoom, granted: false);

        await ZhaoRoom.EventAsync("ConsentChanged", one =>
            one.GetProperty("participantId").GetString() == _liu.Id && !one.GetProperty("granted").GetBoolean());
        await ZhaoRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "paused");
    }

    [Fact]
    public async Task What_is_drawn_is_recorded_where_both_who_draws_and_whose_picture_it_is_agreed()
    {
        await ConsentAsync(_liuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: true);
        var id = (await RecordAsync(_zhao, "start")).GetProperty("id").GetString()!;
        await ZhaoRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");
        int[] before = [1, 1, 2, 2];
        int[] withheld = [3, 3, 4, 4];
        int[] own = [5, 5, 6, 6];
        await DrawAsync(ZhaoRoom, _liu, before);

        await ConsentAsync(_liuRoom, granted: false);
        await ZhaoRoom.EventAsync("ConsentChanged", one =>
            one.GetProperty("participantId").GetString() == _liu.Id && !one.GetProperty("granted").GetBoolean());
        await DrawAsync(ZhaoRoom, _liu, withheld); // whose picture it is withdrew
        await DrawAsync(_liuRoom, _zhao, withheld); // who draws withdrew
        await DrawAsync(ZhaoRoom, _zhao, own);
        await _zhao.CommandAsync(_consult, "end");

        var (end, drawings) = (JournalEnd.Unfinished, new List<JournalDrawing>());
        await Wait.UntilAsync(() =>
        {
            (end, drawings) = Drawings(id);
            return Task.FromResult(end == JournalEnd.Complete);
        });
        Assert.Equal([(_zhao.Id, before), (_zhao.Id, own)], drawings.Select(one => (one.Participant, one.Points.ToArray())));
        Assert.Equal([$"{_liu.Id}:1", $"{_zhao.Id}:1"], drawings.Select(one => one.Publication));
    }

    [Fact]
    public async Task The_patients_withdrawal_reaches_the_recorder_within_five_seconds()
    {
        await ConsentAsync(_liuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: true);
        await RecordAsync(_zhao, "start");
        await _liuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");

        // The room is told only after the media node has stopped taking media.
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await _liu.DoAsync($"/api/consults/{_consult}/consents", new
        {
            commandId = Person.NewId(),
            item = "recording",
            subject = "patient",
            granted = false,
            method = "spoken",
            witness = Secrets.Witness,
            textVersion = "1",
            language = "zh-CN",
        });
        await ZhaoRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "paused");

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal("refused", await TestServer.ProblemAsync(await _zhao.PostAsync(
            $"/api/consults/{_consult}/recording/resume", new { commandId = Person.NewId() })));
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
    public async Task After_a_restart_the_session_is_interrupted_and_its_people_come_back_without_new_consent()
    {
        await ConsentAsync(_liuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: true);
        await RecordAsync(_zhao, "start");
        await _liuRoom.EventAsync("RecordingChanged", one => State(Recording(one)) == "on");
        await _server.DisposeAsync();

        await using var second = await TestServer.StartOnAsync(_data, NoAbsence);
        await using var liu = await Person.SignInAsync(second, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(second, Person.Specialist);
        Assert.Equal("interrupted", (await liu.ConsultAsync(_consult)).GetProperty("state").GetString());

        var (liuRoom, first) = await liu.EnterAsync(_consult);
        Assert.Equal("granted", first.GetProperty("participants")[0].GetProperty("recordingConsent").GetString());
        await zhao.EnterAsync(_consult);
        await liuRoom.EventAsync("ConsultChanged", one => one.GetProperty("state").GetString() == "inSession");
        var rows = (await liu.ConsultAsync(_consult)).GetProperty("recordings");
        Assert.Equal("on", State(Assert.Single(rows.EnumerateArray()))); // The same recording, in its next epoch.
        Assert.Equal(0, second.Faults);
    }

    [Fact]
    public async Task A_recording_that_is_not_there_or_not_made_yet_is_not_played()
    {
        await ConsentAsync(_liuRoom, granted: true);
        await ConsentAsync(ZhaoRoom, granted: true);
        var id = (await RecordAsync(_zhao, "start")).GetProperty("id").GetString();

        Assert.Equal("recording-unavailable", await TestServer.ProblemAsync(await _liu.Client.GetAsync($"/api/recordings/{id}/video")));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await _liu.Client.GetAsync("/api/recordings/none/video")));
        await using var stranger = await Person.SignInAsync(_server, Person.OtherSpecialist);
        var refused = await stranger.Client.GetAsync($"/api/recordings/{id}/video");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
    }

    private Task<JsonElement> RecordAsync(Person who, string verb) =>
        who.DoAsync($"/api/consults/{_consult}/recording/{verb}", new { commandId = Person.NewId() });

    private static Task<JsonElement> ConsentAsync(TestHub room, bool granted) => room.CallAsync(
        "Consent",
        new { messageId = Person.NewId(), item = "recording", granted, textVersion = "1", language = "zh-CN" });

    private static Task<JsonElement> DrawAsync(TestHub room, Person over, int[] points) =>
        room.CallAsync("Draw", new { messageId = Person.NewId(), publication = $"{over.Id}:1", points });

    /// <summary>What was drawn as the journal of the recording's first epoch has it, and how that ends.</summary>
    private (JournalEnd End, List<JournalDrawing> Drawings) Drawings(string id)
    {
        var folder = Path.Combine(_data, "recordings");
        Assert.True(MasterKeyRing.TryParse(File.ReadAllText(Path.Combine(_data, "secrets", "master.key")), out var ring, out _));
        var key = ring!.Unwrap(File.ReadAllBytes(Path.Combine(folder, ".keys", $"case-{_consult}.json")), _consult)!;
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

    private static JsonElement Recording(JsonElement happened) => happened.GetProperty("recording");

    private static string? State(JsonElement recording) => recording.GetProperty("state").GetString();
}
