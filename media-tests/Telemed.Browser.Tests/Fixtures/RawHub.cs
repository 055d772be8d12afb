using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>
/// The consult hub at its lowest: SignalR's JSON protocol written by hand on a WebSocket, so that a test may say anything.
/// </summary>
internal sealed class RawHub : IAsyncDisposable
{
    private const char End = '\u001e';
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ClientWebSocket _socket = new();
    private readonly StringBuilder _received = new();
    private int _lastId;

    /// <summary>Connects with a permit as the server gave it, or as a test changed it.</summary>
    /// <exception cref="WebSocketException">The server refused; <see cref="HttpStatus"/> tells how.</exception>
    public async Task ConnectAsync(Uri server, string hubUrl, string token)
    {
        var address = new UriBuilder(new Uri(server, hubUrl)) { Scheme = "ws" }.Uri;
        _socket.Options.CollectHttpResponseDetails = true;
        _socket.Options.SetRequestHeader("Authorization", "Bearer " + token);
        await _socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        await SendAsync("""{"protocol":"json","version":1}""");
        await ReadAsync();
    }

    /// <summary>The status with which the server refused the connection.</summary>
    public int HttpStatus => (int)_socket.HttpStatusCode;

    /// <summary>Calls a method; its result, or the error with which it was refused.</summary>
    public async Task<(JsonNode? Result, string? Error)> InvokeAsync(string method, JsonObject argument)
    {
        var id = (++_lastId).ToString(System.Globalization.CultureInfo.InvariantCulture);
        argument["messageId"] ??= Guid.NewGuid().ToString("N");
        var call = new JsonObject { ["type"] = 1, ["invocationId"] = id, ["target"] = method, ["arguments"] = new JsonArray(argument) };
        await SendAsync(call.ToJsonString());
        while (true)
        {
            var message = JsonNode.Parse(await ReadAsync())!;
            if ((int?)message["type"] == 7) return (null, $"closed: {(string?)message["error"]}");
            if ((int?)message["type"] == 3 && (string?)message["invocationId"] == id) return (message["result"], (string?)message["error"]);
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(string message) => await _socket.SendAsync(
        Encoding.UTF8.GetBytes(message + End), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    private async Task<string> ReadAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        var buffer = new byte[65_536];
        while (true)
        {
            var text = _received.ToString();
            var end = text.IndexOf(End, StringComparison.Ordinal);
            if (end >= 0)
            {
                _received.Remove(0, end + 1);
                return text[..end];
            }

            var received = await _socket.ReceiveAsync(buffer, limit.Token);
            if (received.MessageType == WebSocketMessageType.Close) return """{"type":7,"error":"connection closed"}""";
            // Every message of the server is ASCII or ends on a character: its JSON escapes the rest or fits one frame.
            _received.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
        }
    }
}
