using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Telemed.TestKit.Postgres;

namespace Telemed.Server.Tests;

/// <summary>Several nodes beside one PostgreSQL, with the directories and the master key that they share.</summary>
internal sealed class TestRegion : IAsyncDisposable
{
    private readonly string _connection;
    private readonly string _shared = Directory.CreateTempSubdirectory("telemed-region-").FullName;
    private readonly List<TestServer> _nodes = [];

    private TestRegion(string connection)
    {
        _connection = connection;
        File.WriteAllText(MasterKeyFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
    }

    /// <summary>How the nodes reach the database.</summary>
    public string Connection => _connection;

    private string MasterKeyFile => Path.Combine(_shared, "master.key");

    /// <summary>A region without nodes.</summary>
    public static async Task<TestRegion> StartAsync(PostgresFixture postgres) => new(await postgres.CreateDatabaseAsync());

    /// <summary>Starts a node; what is given overrides what the nodes share.</summary>
    public Task<TestServer> NodeAsync(string name, params string[] settings) => NodeAsync(name, _ => { }, settings);

    /// <summary>Starts a node with services of the test's beside its own.</summary>
    public async Task<TestServer> NodeAsync(string name, Action<IServiceCollection> services, params string[] settings)
    {
        var door = HoldPort();
        var url = $"http://{door.LocalEndPoint}";
        var node = await TestServer.StartOnAsync(
            null,
            all =>
            {
                all.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => door);
                services(all);
            },
            [
                $"urls={url}",
                $"Telemed:Node:Name={name}",
                $"Telemed:Node:PublicUrl={url}",
                $"ConnectionStrings:Telemed={_connection}",
                $"Telemed:Recording:MasterKeyFile={MasterKeyFile}",
                $"Telemed:Recording:Directory={_shared}/recordings",
                $"Telemed:Files:Directory={_shared}/files",
                "Telemed:Media:AbsenceMilliseconds=600000",
                "Telemed:Node:LeaseSeconds=60", // How busy the machine is lets no node count as dead.
                .. settings,
            ]);
        _nodes.Add(node);
        return node;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        Directory.Delete(_shared, recursive: true);
    }

    /// <summary>
    /// A socket on a port from a range from which nobody is given one by chance; it is held until the node listens on it, so that nobody
    /// takes the port in between.
    /// </summary>
    private static Socket HoldPort()
    {
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, RandomNumberGenerator.GetInt32(12_000, 20_000)));
                return socket;
            }
            catch (SocketException)
            {
                socket.Dispose(); // Taken.
            }
        }
    }
}
