using System.Diagnostics;
using System.Globalization;
using Telemed.Media.Recording;

namespace Telemed.Media.Tests.Recording;

public sealed class MasterKeyCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("telemed-keys-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_program_that_does_not_end_is_ended_and_asked_no_second_time()
    {
        var (program, pid) = (Path.Combine(_folder, "keys"), Path.Combine(_folder, "pid"));
        File.WriteAllText(program, $"#!/bin/sh\necho $$ >> {pid}\nwhile :; do :; done\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var keys = new CommandMasterKeys(program, TimeSpan.FromSeconds(2));

        var refused = Assert.Throws<MasterKeyCommandException>(() => keys.ReadLines());
        Assert.Contains("longer than 2 s", refused.Message, StringComparison.Ordinal);
        Assert.Same(refused, Assert.Throws<MasterKeyCommandException>(() => keys.ReadLines()));
        var run = int.Parse(Assert.Single(File.ReadAllLines(pid)), CultureInfo.InvariantCulture);
        try
        {
            using var process = Process.GetProcessById(run);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)), "The program still runs.");
        }
        catch (ArgumentException)
        {
            // Gone.
        }
    }
}
