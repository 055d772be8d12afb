using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;

namespace Telemed.Cli.Tests;

/// <summary>The tool, as a process, takes the master keys from a program as the server does.</summary>
public sealed class MasterKeyCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telemed-keys-").FullName;
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Program => Path.Combine(_folder, "keys");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Recordings_are_opened_with_what_a_program_prints_and_a_second_source_is_refused()
    {
        var old = Path.Combine(_folder, "old.key");
        await File.WriteAllTextAsync(old, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), Stop);
        var recordings = Directory.CreateDirectory(Path.Combine(_folder, "recordings")).FullName;
        using (var library = new RecordingLibrary(new() { Directory = recordings, MasterKeyFile = old }, NullLoggerFactory.Instance))
        {
            Assert.Empty(library.Recordings());
        }

        Write($"echo x >> {_folder}/runs; echo hunter2 >&2; echo {_key}; cat {old}");
        var (code, said, _) = await RunAsync("recording", "rewrap", "--data", _folder, "--master-key-command", $"{Program} kv get");
        Assert.Equal((0, "wrapped again 0, current already 0, opened by no master key 0"), (code, said.Trim()));
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(_folder, "runs"), Stop));

        (code, _, var refused) = await RunAsync(
            "recording", "rewrap", "--data", _folder, "--master-key-command", Program, "--master-key", old);
        Assert.NotEqual(0, code);
        Assert.Contains("must not be set together", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_tells_whether_the_program_gives_keys_and_repeats_nothing_of_them()
    {
        Write($"echo hunter2 >&2; echo {_key}");
        var (_, said, aside) = await RunAsync("doctor", "--data", _folder, "--master-key-command", Program);
        Assert.Contains($"ok    master keys        to be had from the program '{Program}'", said, StringComparison.Ordinal);
        Assert.DoesNotContain(_key, said + aside, StringComparison.Ordinal);

        Write($"echo hunter2 >&2; echo {_key}; exit 9");
        (var code, said, aside) = await RunAsync("doctor", "--data", _folder, "--master-key-command", Program);
        Assert.Equal(3, code);
        Assert.Contains("WRONG master keys        Telemed:Recording:MasterKeyCommand ended with exit code 9", said, StringComparison.Ordinal);
        Assert.DoesNotContain(_key, said + aside, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", said + aside, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said, string Aside)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", "--depsfile", Path.ChangeExtension(typeof(MasterKeyCommandTests).Assembly.Location, ".deps.json"), typeof(CliException).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var (said, aside) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await said, await aside);
    }

    private void Write(string script)
    {
        File.WriteAllText(Program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
