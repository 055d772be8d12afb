using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>
/// The built server as its own process, with its own ports and data directory and the demonstration network.
/// It can be killed as the power would and started again on the same data.
/// </summary>
internal sealed partial class ServerProcess : ITelemed
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly IReadOnlyList<string> _arguments;
    private readonly NetworkNamespace? _network;
    private TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? _process;

    private ServerProcess(
        string data, string address, int port, int mediaPort, NetworkNamespace? network, IEnumerable<string> more)
    {
        _network = network;
        DataDirectory = data;
        MediaPort = mediaPort;
        // Off the loopback a browser wants TLS for cameras, microphones and the session's cookie.
        var isLoopback = IPAddress.IsLoopback(IPAddress.Parse(address));
        Url = new Uri($"{(isLoopback ? "http" : "https")}://{address}:{port}");
        _arguments =
        [
            "--urls", Url.GetLeftPart(UriPartial.Authority), $"--Telemed:DataDirectory={data}", "--Telemed:Demo=true",
            $"--Telemed:Media:Port={mediaPort}", $"--Telemed:Media:Address={address}", "--Telemed:Media:Shards=1", .. more,
        ];
        if (!isLoopback) _arguments = [.. _arguments, $"--Kestrel:Certificates:Default:Path={MakeCertificate(data, address)}"];
    }

    public Uri Url { get; }

    public string Password => (string)JsonNode.Parse(File.ReadAllText(DemoPeople.SignInsFile(this)))!.AsArray()[0]!["password"]!;

    /// <summary>The UDP port of its only shard.</summary>
    public int MediaPort { get; }

    public string DataDirectory { get; }

    /// <summary>All that the server wrote, over its restarts.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    public static Task<ServerProcess> StartAsync(NetworkNamespace? network = null, params string[] more) =>
        StartAtAsync("127.0.0.1", network, more);

    /// <summary>Starts a server that listens at an address of its network.</summary>
    public static async Task<ServerProcess> StartAtAsync(string address, NetworkNamespace? network, params string[] more)
    {
        var data = Directory.CreateTempSubdirectory("telemed-media-test-").FullName;
        var server = new ServerProcess(data, address, FreePort(SocketType.Stream), FreePort(SocketType.Dgram), network, more);
        try
        {
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the process on the same data and ports, and waits until it listens.</summary>
    public async Task StartAgainAsync()
    {
        Assert.Null(_process);
        _listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] command = [.. _network?.Prefix ?? [], "dotnet", Repository.ServerDll, .. _arguments];
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => _listening.TrySetException(new InvalidOperationException("The server ended at its start:\n" + Tail()));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        await _listening.Task.WaitAsync(StartLimit, TestContext.Current.CancellationToken);
    }

    /// <summary>Ends the process as a power cut would: no handler of it runs.</summary>
    public async Task KillAsync()
    {
        Assert.NotNull(_process);
        // nsenter replaces itself by the server, so the process id is the server's in both cases.
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Fails when the log holds an exception, its stack, or what the server writes in its place.</summary>
    public void AssertNoExceptionLogged()
    {
        var bad = _log.Where(line => ExceptionLine().IsMatch(line)).Take(10).ToList();
        Assert.True(bad.Count == 0, "The server's log holds:\n" + string.Join('\n', bad) + "\n…\n" + Tail());
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await KillAsync();
        await File.WriteAllLinesAsync(Path.Combine(Repository.Artifacts("logs"), Path.GetFileName(DataDirectory) + ".log"), _log);
        Directory.Delete(DataDirectory, recursive: true);
    }

    /// <summary>Its certificate, for programs that are to trust it; there is one off the loopback.</summary>
    public string CertificateFile => Path.Combine(DataDirectory, "tls.pem");

    private static string MakeCertificate(string directory, string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=telemed test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(directory, "tls.pem"), certificate.ExportCertificatePem());
        var path = Path.Combine(directory, "tls.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx));
        return path;
    }

    private void Take(string? line)
    {
        if (line is null) return;
        _log.Enqueue(line);
        if (line.Contains("Started as node", StringComparison.Ordinal)) _listening.TrySetResult();
    }

    private string Tail() => string.Join('\n', _log.TakeLast(40));

    private static int FreePort(SocketType type)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [GeneratedRegex(@"Exception\b|^\s+at \S+\(|A fault of ours|Unhandled|^crit: ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExceptionLine();
}
