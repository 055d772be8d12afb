using System.Security.Cryptography;
using Telemed.Server.Options;

namespace Telemed.Server.Tests;

/// <summary>Master keys that a program prints: a real one, as a key management service's client would be.</summary>
public sealed class MasterKeyCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telemed-keys-").FullName;
    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private string Program => Path.Combine(_folder, "keys");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_server_asks_the_program_once_and_its_keys_open_what_the_same_keys_in_a_file_closed()
    {
        Write($"echo \"$@\" >> {_folder}/runs; echo not-for-the-log >&2; echo '# current'; echo {_key}");
        var command = $"Telemed:Recording:MasterKeyCommand={Program} kv get";
        var file = Path.Combine(_folder, "master.key");
        await File.WriteAllTextAsync(file, _key, TestContext.Current.CancellationToken);
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        string consult;
        await using (var server = await TestServer.StartOnAsync(data, $"Telemed:Recording:MasterKeyFile={file}"))
        await using (var liu = await Person.SignInAsync(server, Person.ClinicDoctor))
        {
            consult = await liu.RequestAsync();
        }

        await using (var server = await TestServer.StartOnAsync(data, command))
        await using (var liu = await Person.SignInAsync(server, Person.ClinicDoctor))
        {
            Assert.False(string.IsNullOrEmpty((await liu.ConsultAsync(consult)).GetProperty("summary").GetString()));
            Assert.DoesNotContain(_key, server.Log.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("not-for-the-log", server.Log.Text, StringComparison.Ordinal);
        }

        Assert.Equal(["kv get"], await File.ReadAllLinesAsync(Path.Combine(_folder, "runs"), TestContext.Current.CancellationToken));
        Assert.False(File.Exists(Path.Combine(data, "secrets", "master.key"))); // Nothing is left on the disk.
    }

    [Theory]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("echo hunter2-is-no-key", "key 1 is not 32 bytes of base64")]
    [InlineData("exit 0", "it holds no key")]
    [InlineData("head -c 70000 /dev/zero", "more than 64 KiB")]
    public async Task What_the_program_does_wrong_is_said_with_what_to_do_and_without_what_it_printed(string script, string says)
    {
        Write($"echo hunter2-aside >&2; {script}");
        var fault = await FaultAsync($"Telemed:Recording:MasterKeyCommand={Program}");

        Assert.StartsWith("Telemed:Recording:MasterKeyCommand ", fault, StringComparison.Ordinal);
        Assert.Contains(says, fault, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_is_named_by_its_path_is_there_and_is_the_only_source()
    {
        Write($"echo {_key}");
        Assert.Contains("absolute path", await FaultAsync("Telemed:Recording:MasterKeyCommand=vault kv get"), StringComparison.Ordinal);
        Assert.Contains("no quotes", await FaultAsync($"Telemed:Recording:MasterKeyCommand={Program} 'a b'"), StringComparison.Ordinal);
        Assert.Contains("not there", await FaultAsync("Telemed:Recording:MasterKeyCommand=/nowhere/keys"), StringComparison.Ordinal);
        Assert.Contains(
            "MasterKeyFile and MasterKeyCommand must not be set together",
            await FaultAsync($"Telemed:Recording:MasterKeyCommand={Program}", $"Telemed:Recording:MasterKeyFile={Program}"),
            StringComparison.Ordinal);
        File.SetUnixFileMode(Program, UnixFileMode.UserRead);
        Assert.Contains("cannot be started", await FaultAsync($"Telemed:Recording:MasterKeyCommand={Program}"), StringComparison.Ordinal);
    }

    private static async Task<string> FaultAsync(params string[] settings) =>
        Assert.Single((await Assert.ThrowsAsync<OptionFaultsException>(() => TestServer.StartAsync(settings))).Faults);

    private void Write(string script)
    {
        File.WriteAllText(Program, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
