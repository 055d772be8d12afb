using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Peers.Turn;

/// <summary>A coturn on this machine that knows a secret and no user.</summary>
internal sealed class CoturnProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly string _directory;
    private readonly ConcurrentQueue<string> _log = new();

    private CoturnProcess(Process process, string directory, int port)
    {
        _process = process;
        _directory = directory;
        Url = string.Create(CultureInfo.InvariantCulture, $"turn:127.0.0.1:{port}?transport=udp");
    }

    /// <summary>Where it is, as a browser wants to be told.</summary>
    public string Url { get; }

    /// <summary>What it wrote.</summary>
    public IEnumerable<string> Log => _log;

    /// <summary>Starts one and waits until it answers.</summary>
    public static async Task<CoturnProcess> StartAsync(string secret)
    {
        var directory = Directory.CreateTempSubdirectory("telemed-coturn-").FullName;
        var port = FreePort();
        string[] arguments =
        [
            "-n", "--no-cli", "--no-tls", "--no-dtls", "--verbose", "--fingerprint", "--allow-loopback-peers",
            "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1", "--listening-port", port.ToString(CultureInfo.InvariantCulture),
            "--realm", "telemed.example", "--use-auth-secret", "--static-auth-secret", secret,
            "--log-file", "stdout", "--pidfile", Path.Combine(directory, "pid"), "--userdb", Path.Combine(directory, "users"),
        ];
        var start = new ProcessStartInfo("turnserver") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException("coturn did not start");
        var coturn = new CoturnProcess(process, directory, port);
        process.OutputDataReceived += (_, line) => coturn.Take(line.Data);
        process.ErrorDataReceived += (_, line) => coturn.Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await coturn.UntilAnswersAsync(port);
        return coturn;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await File.WriteAllLinesAsync(Path.Combine(Repository.Artifacts("logs"), Path.GetFileName(_directory) + ".log"), _log);
        Directory.Delete(_directory, recursive: true);
    }

    private void Take(string? line)
    {
        if (line is not null) _log.Enqueue(line);
    }

    // A binding request (RFC 8489) needs no credentials.
    private async Task UntilAnswersAsync(int port)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        byte[] request = [0, 1, 0, 0, 0x21, 0x12, 0xA4, 0x42, .. new byte[12]];
        var buffer = new byte[1500];
        while (true)
        {
            Assert.False(_process.HasExited, string.Join('\n', _log));
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), limit.Token);
            try
            {
                await socket.SendAsync(request, limit.Token);
                using var soon = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
                soon.CancelAfter(TimeSpan.FromMilliseconds(300));
                if (await socket.ReceiveAsync(buffer, soon.Token) >= 20) return;
            }
            catch (Exception notYet) when (notYet is SocketException || (notYet is OperationCanceledException && !limit.IsCancellationRequested))
            {
                // Nobody listens yet.
                await Task.Delay(50, limit.Token);
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
