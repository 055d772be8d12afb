
namespace Telemed.Server.Tests;

/// <summary>A consult in session between two doctors who agree to be recorded, and whose recording is on.</summary>
internal sealed class RecordedCase : IAsyncDisposable
{
    private RecordedCase(Person liu, Person zhao, IReadOnlyList<TestHub> rooms, string consult, string recording)
    {
        Rooms = rooms;
        Liu = liu;
        Zhao = zhao;
        Consult = consult;
        Recording = recording;
    }

    public Person Liu { get; }

    public Person Zhao { get; }

    /// <summary>Both doctors' connections to the room.</summary>
    public IReadOnlyList<TestHub> Rooms { get; }

    public string Consult { get; }

    public string Recording { get; }

    public static async Task<RecordedCase> StartAsync(TestServer server, bool patientAnswers = true)
    {
        var liu = await Person.SignInAsync(server, Person.ClinicDoctor);
        var zhao = await Person.SignInAsync(server, Person.Specialist);
        var consult = await zhao.AcceptAsync(liu);
        if (patientAnswers)
        {
            await liu.ConsentForPatientAsync(consult, "recording");
        }

        var rooms = new List<TestHub>();
        foreach (var one in (Person[])[liu, zhao])
        {
            var (room, _) = await one.EnterAsync(consult);
            rooms.Add(room);
            await room.CallAsync(
                "Consent", new { messageId = Person.NewId(), item = "recording", granted = true, textVersion = "1", language = "zh-CN" });
        }

        var started = await zhao.DoAsync($"/api/consults/{consult}/recording/start", new { commandId = Person.NewId() });
        Assert.Equal(patientAnswers ? "on" : "awaitingConsent", started.GetProperty("state").GetString());
        return new(liu, zhao, rooms, consult, started.GetProperty("id").GetString()!);
    }

    /// <summary>Ends the session, waits for the files, and closes the case.</summary>
    public async Task CloseAsync()
    {
        await Zhao.CommandAsync(Consult, "end");
        await UntilAsync("sealed");
        await Zhao.DoAsync($"/api/consults/{Consult}/opinion", new { commandId = Person.NewId(), findings = "f", advice = "a" });
        await Zhao.DoAsync($"/api/consults/{Consult}/sign", new { commandId = Person.NewId(), password = TestServer.Password });
        await Liu.DoAsync($"/api/consults/{Consult}/acknowledge", new { commandId = Person.NewId(), adopted = true });
        await Liu.CommandAsync(Consult, "close");
    }

    /// <summary>Waits until the recording is in a state.</summary>
    public Task UntilAsync(string state) => Wait.UntilAsync(
        async () => (await Liu.GetAsync($"/api/recordings/{Recording}")).GetProperty("state").GetString() == state);

    public async ValueTask DisposeAsync()
    {
        await Liu.DisposeAsync();
        await Zhao.DisposeAsync();
    }
}
