using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Telemed.Server.Tests;

/// <summary>A small client of SignalR's JSON protocol over a plain WebSocket, so that tests see the wire itself.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    private const byte Separator = 0x1E;

    /// <summary>What has not come by then never comes, however busy the machine is.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly ClientWebSocket _socket;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly Channel<HubEvent> _events = Channel.CreateUnbounded<HubEvent>();
    private readonly List<HubEvent> _seen = [];
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Task _reading;
    private int _lastCall;

    private TestHub(ClientWebSocket socket)
    {
        _socket = socket;
        _reading = ReadAsync();
    }

    /// <summary>Complete when the server has closed the connection, with its reason if it gave one.</summary>
    public TaskCompletionSource<string?> Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<TestHub> ConnectAsync(Uri address, string? cookie = null, string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (cookie is not null)
        {
            socket.Options.SetRequestHeader("Cookie", cookie);
        }

        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        }
        catch (WebSocketException fault)
        {
            var status = (int)socket.HttpStatusCode;
            socket.Dispose();
            throw new HubConnectException(status, fault);
        }

        var hub = new TestHub(socket);
        await hub.SendAsync("""{"protocol":"json","version":1}""");
        return hub;
    }

    /// <summary>Calls a method and returns its result; a refusal throws <see cref="HubRefusedException"/>.</summary>
    public async Task<JsonElement> CallAsync(string method, params object[] arguments)
    {
        var id = Interlocked.Increment(ref _lastCall).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var call = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = call;
        await SendAsync(JsonSerializer.Serialize(
            new { type = 1, invocationId = id, target = method, arguments }));
        var answer = await call.Task.WaitAsync(Longest, TestContext.Current.CancellationToken);
        if (answer.TryGetProperty("error", out var error))
        {
            throw new HubRefusedException(error.GetString()!);
        }

        return answer.TryGetProperty("result", out var result) ? result : default;
    }

    /// <summary>Calls a method that must refuse; returns the refusal's code.</summary>
    public async Task<string> RefusalAsync(string method, object argument)
    {
        var refusal = await Assert.ThrowsAsync<HubRefusedException>(() => CallAsync(method, argument));
        return refusal.Code;
    }

    /// <summary>The next event with this name that fits, past or future.</summary>
    public async Task<JsonElement> EventAsync(string name, Func<JsonElement, bool>? fits = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Longest);
        var index = 0;
        while (true)
        {
            for (; index < _seen.Count; index++)
            {
                if (_seen[index].Name == name && (fits is null || fits(_seen[index].Argument)))
                {
                    var found = _seen[index].Argument;
                    _seen.RemoveAt(index);
                    return found;
                }
            }

            try
            {
                _seen.Add(await _events.Reader.ReadAsync(limit.Token));
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException(
                    $"No {name} within {Longest}; seen: {string.Join(", ", _seen.Select(one => one.Name + " " + one.Argument))}",
                    late);
            }
        }
    }

    /// <summary>Everything heard so far and not taken.</summary>
    public IReadOnlyList<HubEvent> Heard()
    {
        while (_events.Reader.TryRead(out var one))
        {
            _seen.Add(one);
        }

        return [.. _seen];
    }

    public void Cut() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _socket.Abort();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _end.Dispose();
        _sending.Dispose();
    }

    private async Task SendAsync(string json)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(
                (byte[])[.. Encoding.UTF8.GetBytes(json), Separator], WebSocketMessageType.Text, true, _end.Token);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new ArrayBufferWriter<byte>();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.GetMemory(65_536), _end.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                buffer.Advance(received.Count);
                var left = Take(buffer.WrittenMemory);
                var rest = buffer.WrittenMemory[^left..].ToArray();
                buffer.Clear();
                buffer.Write(rest);
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is gone.
        }

        Closed.TrySetResult(null);
        foreach (var call in _calls.Values)
        {
            call.TrySetException(new HubRefusedException("closed: The connection was closed."));
        }
    }

    private int Take(ReadOnlyMemory<byte> bytes)
    {
        for (var end = bytes.Span.IndexOf(Separator); end >= 0; end = bytes.Span.IndexOf(Separator))
        {
            Handle(JsonDocument.Parse(bytes[..end]).RootElement.Clone());
            bytes = bytes[(end + 1)..];
        }

        return bytes.Length;
    }

    private void Handle(JsonElement message)
    {
        if (!message.TryGetProperty("type", out var type))
        {
            return;
        }

        switch (type.GetInt32())
        {
            case 1:
                _events.Writer.TryWrite(new(
                    message.GetProperty("target").GetString()!, message.GetProperty("arguments")[0]));
                break;
            case 3 when _calls.TryRemove(message.GetProperty("invocationId").GetString()!, out var call):
                call.TrySetResult(message);
                break;
            case 6: // Who says nothing for half a minute would be cut off.
                _ = SendAsync("""{"type":6}""");
                break;
            case 7:
                Closed.TrySetResult(message.TryGetProperty("error", out var error) ? error.GetString() : null);
                break;
        }
    }

    internal sealed record HubEvent(string Name, JsonElement Argument);
}
