using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace Telemed.Server.Hub;

/// <summary>
/// What one connection is to hear, in order. A bounded queue and one sender of its own, so that a slow or stalled client
/// holds up nobody else; a client that falls too far behind is cut off and comes back with a fresh state. Any thread.
/// </summary>
internal sealed class Outbox
{
    private const int Capacity = 1_024;

    private readonly Channel<(string Method, object Message)> _queue =
        Channel.CreateBounded<(string, object)>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private readonly HubCallerContext _connection;
    private readonly ISingleClientProxy _client;

    /// <summary>Begins to send to a connection.</summary>
    public Outbox(HubCallerContext connection, ISingleClientProxy client)
    {
        (_connection, _client) = (connection, client);
        Sent = SendAsync();
    }

    /// <summary>The connection's id.</summary>
    public string ConnectionId => _connection.ConnectionId;

    /// <summary>Complete when everything was handed over, or the connection is gone.</summary>
    public Task Sent { get; }

    /// <summary>Adds a message; never waits.</summary>
    public void Add(string method, object message)
    {
        if (!_queue.Writer.TryWrite((method, message)) && _queue.Writer.TryComplete())
        {
            _connection.Abort();
        }
    }

    /// <summary>Sends what is there and takes no more.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Sends what is there, then cuts the connection.</summary>
    public async Task CloseAsync()
    {
        Complete();
        await Sent.WaitAsync(TimeSpan.FromSeconds(2)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _connection.Abort();
    }

    private async Task SendAsync()
    {
        var gone = _connection.ConnectionAborted;
        try
        {
            await foreach (var (method, message) in _queue.Reader.ReadAllAsync(gone))
            {
                await _client.SendAsync(method, message, gone);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is gone; so is the need to tell it anything.
        }
    }
}
