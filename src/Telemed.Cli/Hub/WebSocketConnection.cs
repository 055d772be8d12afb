using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Telemed.Cli.Hub;

/// <summary>
/// A WebSocket as the duplex pipe that the SignalR client reads and writes. Two loops carry bytes between the socket and
/// the pipes; either end's closing ends both.
/// </summary>
internal sealed class WebSocketConnection : ConnectionContext
{
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(2);

    private readonly ClientWebSocket _socket;
    private readonly Pipe _incoming = new();
    private readonly Pipe _outgoing = new();
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _receiving;
    private readonly Task _sending;

    /// <summary>Takes over a connected socket.</summary>
    public WebSocketConnection(ClientWebSocket socket)
    {
        _socket = socket;
        Transport = new DuplexPipe(_incoming.Reader, _outgoing.Writer);
        ConnectionClosed = _closed.Token;
        _receiving = ReceiveAsync();
        _sending = SendAsync();
    }

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <inheritdoc/>
    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason) => _socket.Abort();

    /// <summary>Says good-bye to the server, waits two seconds at most, and frees the socket.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _outgoing.Writer.CompleteAsync();
        await Task.WhenAny(Task.WhenAll(_sending, _receiving), Task.Delay(CloseLimit));
        _socket.Abort();
        await Task.WhenAll(_sending, _receiving);
        _socket.Dispose();
        _closed.Dispose();
        await base.DisposeAsync();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_incoming.Writer.GetMemory(4096), CancellationToken.None);
                if (received.MessageType == WebSocketMessageType.Close) break;
                _incoming.Writer.Advance(received.Count);
                if ((await _incoming.Writer.FlushAsync(CancellationToken.None)).IsCompleted) break;
            }

            await _incoming.Writer.CompleteAsync();
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            await _incoming.Writer.CompleteAsync(new IOException("the connection to the server was lost", lost));
        }

        await _closed.CancelAsync();
    }

    private async Task SendAsync()
    {
        try
        {
            while (true)
            {
                var read = await _outgoing.Reader.ReadAsync();
                // One text message per read: a border inside a character would be refused as bad UTF-8.
                for (var rest = read.Buffer; !rest.IsEmpty; rest = rest.Slice(rest.First.Length))
                {
                    var isLast = rest.IsSingleSegment;
                    await _socket.SendAsync(rest.First, WebSocketMessageType.Text, isLast, CancellationToken.None);
                }

                _outgoing.Reader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted) break;
            }

            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception lost) when (lost is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The receiving loop sees the same end and tells the client.
        }

        await _outgoing.Reader.CompleteAsync();
    }
}
