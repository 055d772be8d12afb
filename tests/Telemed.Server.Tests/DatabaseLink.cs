using System.Collections.Concurrent;
using System.Net.Sockets;
using Npgsql;

namespace Telemed.Server.Tests;

/// <summary>
/// A node's own way to PostgreSQL. Cut, it swallows what is sent and answers nothing, as a network does that lost a route; whoever
/// waits is told nothing.
/// </summary>
internal sealed class DatabaseLink : IAsyncDisposable
{
    private const string SocketName = ".s.PGSQL.5432";

    /// <summary>The statement whole; a transaction's begin has the word too (READ COMMITTED).</summary>
    private static ReadOnlySpan<byte> Commit => "COMMIT\0"u8;

    private readonly string _folder = Directory.CreateTempSubdirectory("telemed-link-").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentBag<Socket> _open = [];
    private readonly string _database;
    private readonly Task _accepting;
    private volatile bool _cutsAtCommit;
    private volatile bool _isCut;
    private volatile bool _refuses;

    /// <summary>A way to the database of a connection string.</summary>
    public DatabaseLink(string connection)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        _database = Path.Combine(settings.Host!, SocketName);
        settings.Host = _folder;
        Connection = settings.ConnectionString;
        _listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(_folder, SocketName)));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>The same database by this way.</summary>
    public string Connection { get; }

    /// <summary>Whether nothing arrives any more.</summary>
    public bool IsCut => _isCut;

    /// <summary>
    /// From the node's next commit on, and without it, nothing arrives on either side: the database is left with a transaction that is
    /// open and holds its locks.
    /// </summary>
    public void CutAtNextCommit() => _cutsAtCommit = true;

    /// <summary>From now on the database takes no connection, as one that is stopped; those from before are lost.</summary>
    public void Refuse()
    {
        _refuses = true;
        Drop();
    }

    /// <summary>Open again; connections from before are lost.</summary>
    public void Mend()
    {
        Drop();
        _isCut = _cutsAtCommit = _refuses = false;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _accepting;
        Mend();
        Directory.Delete(_folder, recursive: true);
    }

    private void Drop()
    {
        while (_open.TryTake(out var socket))
        {
            socket.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync();
                if (_refuses)
                {
                    client.Dispose();
                    continue;
                }

                _open.Add(client);
                if (_isCut)
                {
                    continue;
                }

                var server = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                _open.Add(server);
                await server.ConnectAsync(new UnixDomainSocketEndPoint(_database));
                _ = CarryAsync(client, server, isNodes: true);
                _ = CarryAsync(server, client, isNodes: false);
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(Socket from, Socket to, bool isNodes)
    {
        try
        {
            var piece = new byte[65_536];
            while (await from.ReceiveAsync(piece) is > 0 and var count)
            {
                _isCut |= isNodes && _cutsAtCommit && piece.AsSpan(0, count).IndexOf(Commit) >= 0;
                for (var sent = 0; sent < count && !_isCut;)
                {
                    sent += await to.SendAsync(piece.AsMemory(sent, count - sent));
                }
            }

            if (!_isCut)
            {
                to.Shutdown(SocketShutdown.Send); // Cut, nobody hears that the other has hung up either.
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // One side is gone.
        }
    }
}
