using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>A signed-in person at the server's HTTP doors.</summary>
internal sealed class ApiSession : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;

    private ApiSession(Uri server) => _http = new HttpClient { BaseAddress = server, DefaultRequestHeaders = { { "X-Telemed", "1" } } };

    public static async Task<ApiSession> SignInAsync(ITelemed server, string user)
    {
        var session = new ApiSession(server.Url);
        var (status, _) = await session.PostAsync("/api/session", new JsonObject { ["user"] = user, ["password"] = DemoPeople.Password(server) });
        Assert.Equal(HttpStatusCode.OK, status);
        return session;
    }

    public async Task<(HttpStatusCode Status, JsonNode? Body)> GetAsync(string path) =>
        await ReadAsync(await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));

    public async Task<(HttpStatusCode Status, JsonNode? Body)> PostAsync(string path, JsonNode body) =>
        await ReadAsync(await _http.PostAsJsonAsync(path, body, TestContext.Current.CancellationToken));

    /// <summary>Puts what has to be taken.</summary>
    public async Task PutAsync(string path, JsonNode body)
    {
        var (status, answer) = await ReadAsync(await _http.PutAsJsonAsync(path, body, TestContext.Current.CancellationToken));
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {answer}");
    }

    /// <summary>A consult command under an id of its own.</summary>
    public Task<(HttpStatusCode Status, JsonNode? Body)> CommandAsync(string path, JsonObject? body = null)
    {
        body ??= [];
        body["commandId"] = Guid.NewGuid().ToString();
        return PostAsync(path, body);
    }

    /// <summary>A consult command, or another one, that has to be done; the answer.</summary>
    public async Task<JsonNode> DoneAsync(string path, JsonObject? body = null)
    {
        var (status, answer) = await CommandAsync(path, body);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created, $"{path}: {(int)status} {answer}");
        return answer!;
    }

    /// <summary>Writes a request of a service as a draft; its id.</summary>
    public async Task<string> WriteAsync(
        string service, JsonObject? patient = null, string summary = "Chest pain.", string urgency = "emergency") =>
        (string)(await DoneAsync("/api/consults", Request(service, patient, summary, urgency)))["id"]!;

    /// <summary>Writes a request that was sent back anew, and sends it.</summary>
    public async Task SendAgainAsync(string consult, string service, JsonObject patient, string summary, string urgency)
    {
        var request = Request(service, patient, summary, urgency);
        request["commandId"] = Guid.NewGuid().ToString();
        await PutAsync($"/api/consults/{consult}/draft", request);
        await DoneAsync($"/api/consults/{consult}/submit");
    }

    /// <summary>Writes down what the patient says to the consult or to the recording, and that they said yes.</summary>
    public Task ConsentOfThePatientAsync(string consult, string item = "consult") => DoneAsync($"/api/consults/{consult}/consents", new JsonObject
    {
        ["item"] = item,
        ["subject"] = "patient",
        ["granted"] = true,
        ["method"] = "spoken",
        ["witness"] = "test",
        ["textVersion"] = "1",
        ["language"] = "en",
    });

    /// <summary>Waits until what stands at a path is as wanted.</summary>
    public async Task UntilAsync(string path, Func<JsonNode, bool> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            var (_, body) = await GetAsync(path);
            if (body is not null && wanted(body)) return;
            await Task.Delay(100, limit.Token);
        }
    }

    /// <summary>Waits until a specialist of a service is there and free.</summary>
    public Task UntilReadyAsync(string service) => UntilAsync("/api/availability", answer => answer["others"]!.AsArray().Any(one =>
        (string?)one!["state"] == "available" && one["services"]!.AsArray().Any(code => (string?)code == service)));

    /// <summary>A permit for the consult's room.</summary>
    public async Task<JsonObject> PermitAsync(string consult)
    {
        var (status, body) = await PostAsync($"/api/consults/{consult}/join", new JsonObject { ["device"] = "test" });
        Assert.Equal(HttpStatusCode.OK, status);
        return body!.AsObject();
    }

    /// <summary>Downloads what stands at a path into a file.</summary>
    public async Task DownloadAsync(string path, string file)
    {
        await using var from = await _http.GetStreamAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        await using var to = File.Create(file);
        await from.CopyToAsync(to, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static JsonObject Request(string service, JsonObject? patient, string summary, string urgency) => new()
    {
        ["service"] = service,
        ["urgency"] = urgency,
        ["summary"] = summary,
        ["patient"] = patient ?? new JsonObject { ["ageYears"] = 61 },
    };

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
        }
    }
}
