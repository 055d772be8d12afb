using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Telemed.Media.Tests.Recording;

/// <summary>An independent S3-compatible server (s3rver, from npm) on the loopback, with its objects in a folder.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private S3Server(Process process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Url = $"http://127.0.0.1:{port}";
    }

    public string Url { get; }

    /// <summary>The files in which it keeps an object's content, as it lies on its disk.</summary>
    public IEnumerable<string> Objects() => Directory.GetFiles(Path.Combine(_folder, "telemed"), "*._S3rver_object", SearchOption.AllDirectories);

    public static async Task<S3Server> StartAsync(CancellationToken ct)
    {
        var package = Package();
        if (!Directory.Exists(Path.Combine(package, "node_modules")))
        {
            using var install = Start("npm", package, "ci", "--silent", "--no-progress", "--no-fund", "--no-audit");
            await install.WaitForExitAsync(ct);
        }

        var port = FreePort();
        var folder = Directory.CreateTempSubdirectory("telemed-s3-").FullName;
        var process = Start(
            "node", package, "node_modules/s3rver/bin/s3rver.js", "--silent", "-d", folder, "-a", "127.0.0.1", "-p", $"{port}",
            "--configure-bucket", "telemed");
        var server = new S3Server(process, folder, port);
        using var client = new HttpClient();
        while (true)
        {
            Assert.False(process.HasExited, "s3rver ended");
            try
            {
                using var answer = await client.GetAsync(new Uri(server.Url), ct);
                return server;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50, ct); // until it listens
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Process Start(string program, string folder, params string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { UseShellExecute = false, WorkingDirectory = folder })!;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Package([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "s3"));
}
