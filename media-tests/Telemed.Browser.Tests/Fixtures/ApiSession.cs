using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>A signed-in person at the server's HTTP doors.</summary>
internal sealed class ApiSession : IDisposable
{
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

    public async Task<(HttpStatusCode Status, JsonNode? Body)> PutAsync(string path, JsonNode body) =>
        await ReadAsync(await _http.PutAsJsonAsync(path, body, TestContext.Current.CancellationToken));

    /// <summary>A consult command under an id of its own.</summary>
    public Task<(HttpStatusCode Status, JsonNode? Body)> CommandAsync(string path, JsonObject? body = null)
    {
        body ??= [];
        body["commandId"] = Guid.NewGuid().ToString();
        return PostAsync(path, body);
    }

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

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
        }
    }
}
