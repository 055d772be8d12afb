using System.Security.Cryptography;
using Telemed.Cli.Backup;
using Telemed.Consults.Institutions;
using Telemed.Storage;
using Telemed.Storage.Keys;

namespace Telemed.Cli.Tests;

/// <summary>A data directory copied while it is in use, and put back.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("telemed-backup-");
    private readonly FixedMasterKey _master = new(RandomNumberGenerator.GetBytes(32));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Data => Path.Combine(_root.FullName, "data");

    private string Copy => Path.Combine(_root.FullName, "copy");

    private string Again => Path.Combine(_root.FullName, "again");

    [Fact]
    public async Task A_database_in_use_comes_back_with_files_recordings_and_audit_and_without_the_secrets()
    {
        await using (var database = await MakeAsync())
        {
            Assert.Equal(4, await DataBackup.MakeAsync(Data, Copy, secrets: false, Stop));
        }

        Assert.Equal(4, await DataBackup.RestoreAsync(Copy, Again, Stop));

        Assert.Equal("sealed", await File.ReadAllTextAsync(Path.Combine(Again, "files", "a", "one"), Stop));
        Assert.Equal("journal", await File.ReadAllTextAsync(Path.Combine(Again, "recordings", "r", "0.seg"), Stop));
        Assert.False(Directory.Exists(Path.Combine(Again, "secrets")));
        await using var restored = await ConsultDatabase.OpenAsync(new() { SqliteFile = Path.Combine(Again, "telemed.db") }, _master, Stop);
        Assert.NotEmpty((await restored.Directory.LoadAsync(Stop)).People);
        Assert.Empty(await restored.VerifyAsync(Stop));
    }

    [Fact]
    public async Task A_copy_that_was_changed_or_is_not_finished_is_not_restored()
    {
        await using (var database = await MakeAsync())
        {
            await DataBackup.MakeAsync(Data, Copy, secrets: true, Stop);
        }

        await File.WriteAllTextAsync(Path.Combine(Copy, "files", "a", "one"), "seaLed", Stop);
        var changed = await Assert.ThrowsAsync<CliException>(() => DataBackup.RestoreAsync(Copy, Again, Stop));
        File.Delete(Path.Combine(Copy, DataBackup.ListName));
        var unfinished = await Assert.ThrowsAsync<CliException>(() => DataBackup.RestoreAsync(Copy, Again, Stop));

        Assert.Equal(ExitCodes.NotInOrder, changed.ExitCode);
        Assert.Equal(ExitCodes.Usage, unfinished.ExitCode);
        Assert.False(Directory.Exists(Again));
    }

    [Fact]
    public async Task Nothing_is_written_over()
    {
        await using (var database = await MakeAsync())
        {
            await Assert.ThrowsAsync<CliException>(() => DataBackup.MakeAsync(Data, Data, secrets: false, Stop));
            await DataBackup.MakeAsync(Data, Copy, secrets: false, Stop);
        }

        await Assert.ThrowsAsync<CliException>(() => DataBackup.RestoreAsync(Copy, Data, Stop));
    }

    public void Dispose() => _root.Delete(recursive: true);

    private async Task<ConsultDatabase> MakeAsync()
    {
        foreach (var (path, text) in new[]
        {
            ("files/a/one", "sealed"), ("recordings/r/0.seg", "journal"), ("audit/audit.jsonl", "{}"), ("secrets/master.key", "key"),
        })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Data, path))!);
            await File.WriteAllTextAsync(Path.Combine(Data, path), text, Stop);
        }

        var database = await ConsultDatabase.OpenAsync(new() { SqliteFile = Path.Combine(Data, "telemed.db") }, _master, Stop);
        await database.Directory.ReplaceAsync(DemoNetwork.Build(new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)), Stop);
        return database;
    }
}
