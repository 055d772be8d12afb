using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Telemed.Cli.Api;

/// <summary>The server's HTTP doors as a signed-in person uses them. One instance is one session.</summary>
internal sealed class ServerApi : IDisposable
{
    private readonly HttpClient _http;

    /// <summary>For the server at an absolute http or https address.</summary>
    public ServerApi(Uri server)
    {
        Server = server;
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies }) { BaseAddress = server };
        _http.DefaultRequestHeaders.Add("X-Telemed", "1");
    }

    /// <summary>The server's address.</summary>
    public Uri Server { get; }

    /// <summary>The session's cookie, once signed in.</summary>
    public CookieContainer Cookies { get; } = new();

    /// <summary>Signs in; the person as the server describes them.</summary>
    /// <exception cref="CliException">Refused, or no answer.</exception>
    public Task<JsonObject> SignInAsync(string user, string password, CancellationToken stop) =>
        SendAsync(HttpMethod.Post, "/api/session", new JsonObject { ["user"] = user, ["password"] = password }, stop);

    /// <summary>Reads an object.</summary>
    /// <exception cref="CliException">Refused, or no answer.</exception>
    public Task<JsonObject> GetAsync(string path, CancellationToken stop) => SendAsync(HttpMethod.Get, path, null, stop);

    /// <summary>Sends a command with an id of its own, so that a repetition is answered and not done twice.</summary>
    /// <exception cref="CliException">Refused, or no answer.</exception>
    public Task<JsonObject> CommandAsync(string path, JsonObject body, CancellationToken stop)
    {
        body["commandId"] ??= Guid.NewGuid().ToString();
        return SendAsync(HttpMethod.Post, path, body, stop);
    }

    /// <summary>Replaces a thing.</summary>
    /// <exception cref="CliException">Refused, or no answer.</exception>
    public Task<JsonObject> PutAsync(string path, JsonObject body, CancellationToken stop) =>
        SendAsync(HttpMethod.Put, path, body, stop);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken stop) =>
        await SendForNodeAsync(method, path, body, stop) as JsonObject ?? throw Unexpected(path);

    private async Task<JsonNode?> SendForNodeAsync(HttpMethod method, string path, JsonObject? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        try
        {
            using var response = await _http.SendAsync(request, stop);
            var text = await response.Content.ReadAsStringAsync(stop);
            if (!response.IsSuccessStatusCode) throw new RefusedException(response.StatusCode, path, text);
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (HttpRequestException unreachable)
        {
            throw new CliException($"{Server} cannot be reached: {unreachable.Message}");
        }
        catch (JsonException)
        {
            throw Unexpected(path);
        }
    }

    private CliException Unexpected(string path) => new($"{Server} answered {path} with something else than was expected; is it a Telemed server?");
}
