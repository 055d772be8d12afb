using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>The built command line tool.</summary>
internal static class TelemedTool
{
    /// <summary>Starts <c>telemed call</c> as a person with a clip.</summary>
    public static Task<CallProcess> CallAsync(ServerProcess server, string user, FaceClip clip, params string[] more) =>
        CallAsync(server, network: null, user, clip, more);

    /// <summary>The same from within a network.</summary>
    public static async Task<CallProcess> CallAsync(
        ServerProcess server, NetworkNamespace? network, string user, FaceClip clip, params string[] more) => new(
        Start(network, server, ["call", "--url", server.Url.ToString(), "--user", user, "--sign-ins", DemoPeople.SignInsFile(server),
            "--clip", await clip.WebmAsync(), .. more]));

    /// <summary>RTP packets in a recording's journal by SSRC, as <c>telemed recording inspect</c> finds them.</summary>
    public static async Task<IReadOnlyDictionary<uint, long>> PacketsBySsrcAsync(ServerProcess server, string recording)
    {
        var output = await Shell.RunAsync(
            "dotnet", Repository.CliDll, "recording", "inspect", recording, "--data", server.DataDirectory);
        return output.Split('\n')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words is ["ssrc", _, _])
            .ToDictionary(
                words => uint.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture),
                words => long.Parse(words[2], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Fails unless every byte of the recording is as it was written.</summary>
    public static async Task VerifyAsync(ServerProcess server, string recording) => Assert.EndsWith(
        "sound",
        (await Shell.RunAsync("dotnet", Repository.CliDll, "recording", "verify", recording, "--data", server.DataDirectory)).TrimEnd(),
        StringComparison.Ordinal);

    private static Process Start(NetworkNamespace? network, ServerProcess server, string[] arguments)
    {
        // A person in a room brings a computer of their own; this one shares the machine with the browsers that are watched.
        string[] command = [.. network?.Prefix ?? [], "nice", "-n", "10", "dotnet", Repository.CliDll, .. arguments];
        var start = new ProcessStartInfo(command[0]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in command.Skip(1)) start.ArgumentList.Add(word);
        if (File.Exists(server.CertificateFile)) start.Environment["SSL_CERT_FILE"] = server.CertificateFile;
        return Process.Start(start) ?? throw new InvalidOperationException("telemed did not start");
    }
}

/// <summary>A running <c>telemed call</c>.</summary>
internal sealed class CallProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    public CallProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Waits for its end; what it sent and received.</summary>
    public async Task<JsonObject> FinishAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await _process.WaitForExitAsync(limit.Token);
        Assert.True(_process.ExitCode == 0, $"telemed call ended with {_process.ExitCode}: {await _errors}");
        return JsonNode.Parse(await _output)!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
