using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Telemed.Media.Tests.Recording;

/// <summary>An independent S3-compatible server (s3rver, from npm) on the loopback, with its objects in a folder.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    private const string Listening = "S3rver listening on ";

    private readonly Process _process;
    private readonly string _folder;

    private S3Server(Process process, string folder, string address)
    {
        _process = process;
        _folder = folder;
        Url = $"http://{address}";
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
            Assert.Equal(0, install.ExitCode);
        }

        // It takes a free port itself and says which: one that was looked up before could be somebody else's by then.
        var folder = Directory.CreateTempSubdirectory("telemed-s3-").FullName;
        var process = Start(
            "node", package, "node_modules/s3rver/bin/s3rver.js", "--silent", "-d", folder, "-a", "127.0.0.1", "-p", "0",
            "--configure-bucket", "telemed");
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                return new(process, folder, line[Listening.Length..]);
            }
        }

        throw new InvalidOperationException("s3rver ended");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Process Start(string program, string folder, params string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { UseShellExecute = false, WorkingDirectory = folder, RedirectStandardOutput = true })!;

    private static string Package([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "s3"));
}
