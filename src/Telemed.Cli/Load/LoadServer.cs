using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Telemed.Cli.Api;

namespace Telemed.Cli.Load;

/// <summary>The server's doors as the load generator uses them.</summary>
internal sealed class LoadServer : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly HttpClient _http;

    /// <summary>For the server at an address.</summary>
    public LoadServer(Uri server)
    {
        _http = new(new SocketsHttpHandler { UseCookies = false, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10) })
        {
            BaseAddress = server,
            Timeout = TimeSpan.FromSeconds(30),
        };
        _http.DefaultRequestHeaders.Add("X-Telemed", "1");
    }

    /// <summary>Uses this token from now on.</summary>
    public void Use(string token) => _http.DefaultRequestHeaders.Authorization = new("Bearer", token);

    /// <summary>A token for a load room, or with <c>*</c> for all of them.</summary>
    /// <exception cref="CliException">Refused, no answer, or load rooms are off.</exception>
    public async Task<string> TokenAsync(string room, string role, CancellationToken stop)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/api/load/tokens", JsonContent.Create(new { room, role }), stop);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(stop)).GetProperty("token").GetString()!;
    }

    /// <summary>What the server has used so far.</summary>
    /// <exception cref="CliException">Refused or no answer.</exception>
    public async Task<LoadUsage> UsageAsync(CancellationToken stop)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/api/load/usage", null, stop);
        return (await answer.Content.ReadFromJsonAsync<LoadUsage>(Json, stop))!;
    }

    /// <summary>Opens a session; the answer and the session's address.</summary>
    /// <exception cref="CliException">Refused or no answer.</exception>
    public async Task<(string Answer, string Session)> OpenAsync(string path, string offer, CancellationToken stop)
    {
        using var content = new StringContent(offer, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
        using var answer = await SendAsync(HttpMethod.Post, path, content, stop);
        return (await answer.Content.ReadAsStringAsync(stop), answer.Headers.Location!.ToString());
    }

    /// <summary>Ends a session; one that is gone is no fault.</summary>
    public async Task EndAsync(string session, CancellationToken stop)
    {
        using var answer = await _http.DeleteAsync(new Uri(session, UriKind.Relative), stop);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        HttpResponseMessage answer;
        try
        {
            answer = await _http.SendAsync(request, stop);
        }
        catch (HttpRequestException unreachable)
        {
            throw new CliException($"{_http.BaseAddress} cannot be reached: {unreachable.Message}");
        }

        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            if (path.StartsWith("/api/load", StringComparison.Ordinal) && (int)answer.StatusCode is 404 or 405)
            {
                throw new CliException($"{_http.BaseAddress} has load rooms off (start it with Telemed:LoadRooms=true)");
            }

            throw new RefusedException(answer.StatusCode, path, await answer.Content.ReadAsStringAsync(stop));
        }
    }
}
