using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Telemed.Peers.Browser;

/// <summary>
/// W3C WebDriver BiDi over its WebSocket: a command has an id, its reply repeats it. Firefox speaks it without a driver in
/// between, which no package of the feed brings in a version for it.
/// </summary>
internal sealed class BidiConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _waiting = new();
    private Task _reading = Task.CompletedTask;
    private int _lastId;

    /// <summary>Connects and begins a session that takes the server's self-made certificate.</summary>
    public static async Task<BidiConnection> OpenAsync(Uri address)
    {
        var connection = new BidiConnection();
        await connection._socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        connection._reading = connection.ReadAsync();
        await connection.CallAsync("session.new", new JsonObject
        {
            ["capabilities"] = new JsonObject { ["alwaysMatch"] = new JsonObject { ["acceptInsecureCerts"] = true } },
        });
        return connection;
    }

    /// <summary>Gives a command; its result.</summary>
    /// <exception cref="InvalidOperationException">The browser refused; the message says why.</exception>
    public async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref _lastId);
        var reply = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = reply;
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(
            System.Text.Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        var message = await reply.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        return (string?)message["type"] == "success"
            ? message["result"]!
            : throw new InvalidOperationException($"{method}: {message["error"]}: {message["message"]}");
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _reading;
        _socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[65_536];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close) break;
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage) continue;
                var node = JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!;
                message.SetLength(0);
                if ((int?)node["id"] is { } id && _waiting.TryRemove(id, out var reply)) reply.SetResult(node);
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // The browser is gone; whoever still waits is told below.
        }

        foreach (var reply in _waiting.Values) reply.TrySetException(new InvalidOperationException("The browser is gone."));
    }
}
