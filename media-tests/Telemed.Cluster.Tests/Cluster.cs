using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Cluster.Tests;

/// <summary>
/// A region on this machine as <c>eng/cluster</c> starts it: three nodes, PostgreSQL, coturn and a front door. Started once for
/// all tests; whoever takes a part of it away brings it back.
/// </summary>
public sealed class Cluster : IAsyncLifetime
{
    private const int Nodes = 3;
    private const int Turn = 50;

    /// <summary>A start of three nodes on a busy machine.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private readonly string _directory = Path.Combine(Path.GetTempPath(), "telemed-cluster-" + Guid.NewGuid().ToString("N")[..8]);
    private int _port;

    /// <summary>The front door.</summary>
    internal Uri Url => new($"http://127.0.0.1:{_port}");

    internal string Password => File.ReadAllText(Path.Combine(_directory, "password"));

    public async ValueTask InitializeAsync()
    {
        _port = FreePorts();
        // The one specialist is asked again as soon as a consult has ended.
        await RunAsync("up", _directory, "--nodes", $"{Nodes}", "--port", $"{_port}", "--links", "--store", "256", "--", "--Telemed:Ring:WrapUpSeconds=0");
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("down", _directory);
        foreach (var log in Directory.GetFiles(_directory, "*.log"))
        {
            File.Copy(log, Path.Combine(Repository.Artifacts("logs"), $"cluster-{Path.GetFileName(log)}"), overwrite: true);
        }

        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Two people signed in at the region, each at a browser.</summary>
    internal async Task<Story> BeginAsync()
    {
        using (var specialist = await SignInAsync(DemoPeople.Specialist))
        {
            await specialist.PutAsync("/api/availability/me", new JsonObject { ["available"] = false }); // As each story begins.
        }

        return await Story.BeginAsync(new Visit(this), null, null);
    }

    /// <summary>Somebody signed in at the front door.</summary>
    internal Task<ApiSession> SignInAsync(string user) => ApiSession.SignInAsync(new Visit(this), user);

    /// <summary>Does something to a node: start, stop, kill, pause, resume, cut, mend; back when it is done.</summary>
    internal Task NodeAsync(string name, string what) => RunAsync("node", _directory, name, what);

    /// <summary>Stops the database as a power cut would, or starts it.</summary>
    internal Task DatabaseAsync(string what) => RunAsync("database", _directory, what);

    /// <summary>Does something to the file system of the recordings: fill and up to how many percent, free.</summary>
    internal Task StoreAsync(params string[] what) => RunAsync(["store", _directory, .. what]);

    /// <summary>What a node wrote, over its restarts.</summary>
    internal string Log(string name) => File.ReadAllText(Path.Combine(_directory, name + ".log"));

    /// <summary>The node that runs a consult's room, by where the front door sends somebody who may enter.</summary>
    internal async Task<string> RunsAsync(string consult)
    {
        using var doctor = await SignInAsync(DemoPeople.Doctor);
        var hub = new Uri((string)(await doctor.PermitAsync(consult))["hubUrl"]!);
        return Named(hub.Port - _port);
    }

    /// <summary>The node that a person's picture and sound go through now.</summary>
    internal async Task<string> RelaysAsync(Person person) => (await person.StatsAsync()).Remote is { } remote
        ? Named((remote.Port - _port) / 100)
        : "none";

    /// <summary>Whether a node takes work.</summary>
    internal async Task<bool> IsReadyAsync(string name)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{_port + name[0] - 'a' + 1}/readyz"));
        return answer.IsSuccessStatusCode;
    }

    private static string Named(int number) => $"{(char)('a' + number - 1)}";

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "eng", "cluster"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        start.Environment["CONFIGURATION"] = Repository.Configuration;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Longest);
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"eng/cluster {string.Join(' ', arguments)} ended with {process.ExitCode}: {await errors}");
        }
    }

    /// <summary>The first of a row of ports of which none that a region listens at is taken.</summary>
    private static int FreePorts()
    {
        for (var port = 21_000; port < 30_000; port += 400)
        {
            if (Enumerable.Range(0, Nodes + 1).Append(Turn).All(index => IsFree(port + index)))
            {
                return port;
            }
        }

        throw new InvalidOperationException("No row of free ports.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The region as a story uses it, which outlives the story.</summary>
    private sealed class Visit(Cluster cluster) : ITelemed
    {
        public Uri Url => cluster.Url;

        public string Password => cluster.Password;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
