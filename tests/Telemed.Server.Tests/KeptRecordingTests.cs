using System.Net.Http.Headers;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>A finished recording of a closed case, its doctors and two records officers.</summary>
public abstract class KeptRecordingTests : IAsyncLifetime
{
    private protected string Data { get; } = Directory.CreateTempSubdirectory("telemed-srv-").FullName;
    private RecordedCase _case = null!;

    /// <summary>How many of a thousand cases are drawn for the quality sample.</summary>
    private protected virtual int SamplePermille => 0;

    private protected TestServer Server { get; private set; } = null!;

    private protected Person Xu { get; private set; } = null!;

    private protected Person Tang { get; private set; } = null!;

    private protected Person Liu => _case.Liu;

    private protected string Id => _case.Recording;

    private protected string Consult => _case.Consult;

    private protected string Folder => Path.Combine(Data, "recordings", Id);

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartOnAsync(
            Data, "Telemed:Media:AbsenceMilliseconds=600000", "Telemed:Retention:ConsultDays=0", "Telemed:Retention:OutpatientDays=5000",
            $"Telemed:QualitySamplePermille={SamplePermille}");
        Xu = await Person.SignInAsync(Server, Person.RecordsOfficer);
        Tang = await Person.SignInAsync(Server, Person.OtherRecordsOfficer);
        _case = await RecordedCase.StartAsync(Server);
        await _case.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _case.DisposeAsync();
        await Xu.DisposeAsync();
        await Tang.DisposeAsync();

        await Server.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }

    private protected Task<HttpResponseMessage> PlayAsync() => PlayAsync(Liu, $"/api/recordings/{Id}/video");

    private protected static Task<HttpResponseMessage> PlayAsync(Person who, string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Range = new RangeHeaderValue(0, 99);
        return who.Client.SendAsync(request);
    }

    private protected Task<HttpResponseMessage> StepAsync(Person who, string step, string reason = "A court asked.") =>
        who.PostAsync($"/api/recordings/{Id}/{step}", new { commandId = Person.NewId(), reason });

    private protected Task<JsonElement> DoneAsync(Person who, string step) =>
        who.DoAsync($"/api/recordings/{Id}/{step}", new { commandId = Person.NewId(), reason = "A court asked." });

    private protected List<JsonElement> Audit(string action) =>
        [.. File.ReadLines(Path.Combine(Data, "audit", "audit.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("action").GetString() == action)];

    private protected static string? State(JsonElement element) => element.GetProperty("state").GetString();
}
