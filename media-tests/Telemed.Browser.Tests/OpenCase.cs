using System.Text.Json.Nodes;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Browser.Tests;

/// <summary>A case in session whose doctor and specialist are at computers of their own, without a page.</summary>
internal sealed class OpenCase : IAsyncDisposable
{
    /// <summary>Whom these cases ask: nobody else's story needs him.</summary>
    public const string Specialist = "huang.tao";

    private const string Service = "radiology";

    private readonly List<CallProcess> _calls = [];
    private bool _ended;

    private OpenCase(ApiSession doctor) => Doctor = doctor;

    public ApiSession Doctor { get; }

    public required string Id { get; init; }

    /// <summary>The doctor has asked, and the patient consented.</summary>
    public static async Task<OpenCase> BeginAsync(ServerProcess server)
    {
        var begun = await AskAsync(server);
        try
        {
            await begun.Doctor.ConsentOfThePatientAsync(begun.Id);
            await begun.MeetAsync(server);
            return begun;
        }
        catch
        {
            await begun.DisposeAsync();
            throw;
        }
    }

    /// <summary>The doctor has asked; nobody has answered, and the patient has not been asked.</summary>
    public static async Task<OpenCase> AskAsync(ServerProcess server)
    {
        var doctor = await ApiSession.SignInAsync(server, DemoPeople.Doctor);
        var begun = new OpenCase(doctor) { Id = await doctor.WriteAsync(Service, RoleStage.Patient, RoleStage.Summary) };
        await doctor.DoneAsync($"/api/consults/{begun.Id}/submit");
        return begun;
    }

    /// <summary>The specialist takes it and both come; when this is done they have said yes to being recorded.</summary>
    public async Task MeetAsync(ServerProcess server)
    {
        _calls.Add(await TelemedTool.CallAsync(server, Specialist, FaceClip.Specialist, "--answer"));
        await Doctor.UntilAsync($"/api/consults/{Id}", MayRecord("p-huang-tao"));
        _calls.Add(await TelemedTool.CallAsync(server, DemoPeople.Doctor, FaceClip.Clinic, "--consult", Id));
        await Doctor.UntilAsync($"/api/consults/{Id}", MayRecord("p-liu-min"));
    }

    /// <summary>The session is over; both leave.</summary>
    public async Task EndAsync()
    {
        _ended = true;
        await Doctor.DoneAsync($"/api/consults/{Id}/end");
        foreach (var call in _calls) await call.FinishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended) await Doctor.CommandAsync($"/api/consults/{Id}/end");
        foreach (var call in _calls) await call.DisposeAsync();
        Doctor.Dispose();
    }

    private static Func<JsonNode, bool> MayRecord(string person) => consult => consult["consents"]!.AsArray().Any(one =>
        (string?)one!["item"] == "recording" && (string?)one["person"]?["id"] == person);
}
