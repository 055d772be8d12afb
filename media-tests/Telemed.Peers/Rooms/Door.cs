using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Telemed.Peers.Rooms;

/// <summary>A session at WHIP or WHEP, as a device without a library of ours has one.</summary>
internal sealed class Door : IDisposable
{
    private const string FragmentType = "application/trickle-ice-sdpfrag";

    private readonly HttpClient _http;
    private readonly Uri _session;

    private Door(HttpClient http, Uri session, string answer, EntityTagHeaderValue tag)
    {
        _http = http;
        _session = session;
        Answer = answer;
        Tag = tag;
    }

    /// <summary>The server's answer to the offer.</summary>
    public string Answer { get; }

    /// <summary>The present ICE session.</summary>
    public EntityTagHeaderValue Tag { get; private set; }

    /// <summary>Posts an offer.</summary>
    public static async Task<Door> OpenAsync(Uri server, string path, string token, string offer)
    {
        var http = With(token);
        using var reply = await PostAsync(http, new Uri(server, path), offer);
        var text = await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(reply.StatusCode == HttpStatusCode.Created, $"{path}: {(int)reply.StatusCode} {text}\n{offer}");
        return new(http, new Uri(server, reply.Headers.Location!), text, reply.Headers.ETag!);
    }

    /// <summary>Posts an offer that may be refused; the status.</summary>
    public static async Task<HttpStatusCode> TryOpenAsync(Uri server, string path, string token, string offer)
    {
        using var http = With(token);
        using var reply = await PostAsync(http, new Uri(server, path), offer);
        return reply.StatusCode;
    }

    /// <summary>Sends a fragment for the ICE session of a tag, or as a restart of any (<c>*</c>).</summary>
    public async Task<(HttpStatusCode Status, string Body)> PatchAsync(EntityTagHeaderValue tag, string fragment)
    {
        using var body = new StringContent(fragment, Encoding.UTF8, FragmentType);
        using var request = new HttpRequestMessage(HttpMethod.Patch, _session) { Content = body };
        request.Headers.IfMatch.Add(tag);
        using var reply = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Tag = reply.Headers.ETag ?? Tag;
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Ends the session.</summary>
    public async Task<HttpStatusCode> DeleteAsync()
    {
        using var reply = await _http.DeleteAsync(_session, TestContext.Current.CancellationToken);
        return reply.StatusCode;
    }

    public void Dispose() => _http.Dispose();

    private static HttpClient With(string token) => new() { DefaultRequestHeaders = { Authorization = new("Bearer", token) } };

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, Uri address, string offer)
    {
        using var body = new StringContent(offer, Encoding.UTF8, "application/sdp");
        return await http.PostAsync(address, body, TestContext.Current.CancellationToken);
    }
}
