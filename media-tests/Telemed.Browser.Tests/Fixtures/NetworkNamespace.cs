using System.Diagnostics;
using System.Globalization;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>A network namespace that has a loopback interface and nothing else; it lives as long as its holder process.</summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private readonly Process _holder;

    private NetworkNamespace(Process holder) => _holder = holder;

    /// <summary>The command that runs its arguments inside.</summary>
    public IReadOnlyList<string> Prefix => ["nsenter", "-t", _holder.Id.ToString(CultureInfo.InvariantCulture), "-n", "--"];

    public static async Task<NetworkNamespace> CreateAsync()
    {
        // The shell says when the interface is up; then it waits for its input to end, which happens when we do.
        var start = new ProcessStartInfo("unshare") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["-n", "sh", "-c", "ip link set lo up && echo up && exec cat"])
        {
            start.ArgumentList.Add(argument);
        }

        var holder = Process.Start(start) ?? throw new InvalidOperationException("unshare did not start");
        Assert.Equal("up", await holder.StandardOutput.ReadLineAsync());
        return new NetworkNamespace(holder);
    }

    /// <summary>Runs a program inside to its end.</summary>
    public Task<string> RunAsync(params string[] command) => Shell.RunAsync(Prefix[0], [.. Prefix.Skip(1), .. command]);

    /// <summary>The names of the interfaces inside.</summary>
    public async Task<IReadOnlyList<string>> InterfacesAsync()
    {
        var lines = await RunAsync("ip", "-brief", "link");
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0])];
    }

    public async ValueTask DisposeAsync()
    {
        _holder.StandardInput.Close();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
    }
}
