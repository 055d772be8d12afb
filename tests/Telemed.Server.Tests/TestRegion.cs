using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
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
        var url = $"http://127.0.0.1:{FreePort()}";
        var node = await TestServer.StartOnAsync(
            null,
            services,
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

    /// <summary>A free port from a range from which nobody is given one by chance.</summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(12_000, 20_000);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken.
            }
        }
    }
}
