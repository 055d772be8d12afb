using System.Net;
using System.Net.Sockets;

namespace Telemed.Media.Tests.Clients;

/// <summary>Accepts TCP connections for a node, as the HTTP server does, and tells the node where.</summary>
internal sealed class TcpListening : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly List<Socket> _sockets = [];
    private readonly Task _accepting;

    public TcpListening(MediaNode node)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        node.ListenOn([(IPEndPoint)_listener.LocalEndPoint!]);
        _accepting = AcceptAsync(node);
    }

    /// <summary>Cuts all connections, as a firewall does that was reset.</summary>
    public void Cut()
    {
        lock (_sockets)
        {
            _sockets.ForEach(socket => socket.Close(0));
            _sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        Cut();
    }

    private async Task AcceptAsync(MediaNode node)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptAsync();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }

            lock (_sockets)
            {
                _sockets.Add(socket);
            }

            _ = CarryAsync(node, socket);
        }
    }

    private static async Task CarryAsync(MediaNode node, Socket socket)
    {
        using var _ = socket;
        using var connection = node.AcceptConnection(socket);
        var buffer = new byte[65_536];
        try
        {
            // Five bytes at first: a frame may come in any pieces.
            for (var wanted = 5; !connection.Ended.IsCompleted; wanted = buffer.Length)
            {
                var count = await socket.ReceiveAsync(buffer.AsMemory(0, wanted));
                if (count == 0)
                {
                    return;
                }

                connection.Receive(buffer.AsSpan(0, count));
            }
        }
        catch (Exception cut) when (cut is SocketException or ObjectDisposedException)
        {
        }
    }
}
