using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>Two doctors in the room of a consult whose patient agrees to be recorded.</summary>
public abstract class RecordedRoomTests : IAsyncLifetime
{
    private protected const string NoAbsence = "Telemed:Media:AbsenceMilliseconds=600000";

    private protected string Data { get; } = Directory.CreateTempSubdirectory("telemed-srv-").FullName;

    private protected TestServer Server { get; private set; } = null!;

    private protected Person Liu { get; private set; } = null!;

    private protected Person Zhao { get; private set; } = null!;

    private protected string Consult { get; private set; } = string.Empty;

    private protected TestHub LiuRoom { get; private set; } = null!;

    private protected TestHub ZhaoRoom { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartOnAsync(Data, NoAbsence);
        Liu = await Person.SignInAsync(Server, Person.ClinicDoctor);
        Zhao = await Person.SignInAsync(Server, Person.Specialist);
        Consult = await Zhao.AcceptAsync(Liu);
        await Liu.ConsentForPatientAsync(Consult, "recording");
        (LiuRoom, _) = await Liu.EnterAsync(Consult);
        ZhaoRoom = (await Zhao.EnterAsync(Consult)).Hub;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Liu.DisposeAsync();
        await Zhao.DisposeAsync();
        await Server.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    private protected Task<JsonElement> RecordAsync(Person who, string verb) =>
        who.DoAsync($"/api/consults/{Consult}/recording/{verb}", new { commandId = Person.NewId() });

    private protected static Task<JsonElement> ConsentAsync(TestHub room, bool granted) => room.CallAsync(
        "Consent",
        new { messageId = Person.NewId(), item = "recording", granted, textVersion = "1", language = "zh-CN" });

    private protected static JsonElement Recording(JsonElement happened) => happened.GetProperty("recording");

    private protected static string? State(JsonElement recording) => recording.GetProperty("state").GetString();
}
