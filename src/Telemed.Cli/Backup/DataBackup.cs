using System.Security.Cryptography;
using System.Text.Json;
using Telemed.Storage;

namespace Telemed.Cli.Backup;

/// <summary>
/// Copies a data directory in use, and back. The database goes first: what it names was on the disk before it was named, so
/// the files copied after it are all there. The list of hashes is written last: a copy without it is not finished.
/// </summary>
internal static class DataBackup
{
    /// <summary>The list of what a backup holds.</summary>
    internal const string ListName = "backup.json";

    private const string Database = "telemed.db";

    /// <summary>Sealed or chained as they lie there. The secrets that open them do not belong beside them.</summary>
    private static readonly string[] Folders = ["files", "recordings", "audit"];

    /// <summary>Makes a backup; how many files it holds.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="target">A directory that is empty or does not exist.</param>
    /// <param name="secrets">Whether the master key and the like go with it.</param>
    /// <param name="stop">Stops it half-way; what was copied stays, without its list.</param>
    /// <exception cref="CliException">There is no data, or something is in the target's place.</exception>
    internal static async Task<int> MakeAsync(string data, string target, bool secrets, CancellationToken stop)
    {
        if (!Directory.Exists(data))
        {
            throw new CliException($"there is no data directory {data}", ExitCodes.Usage);
        }

        MakeEmpty(target);
        var all = new List<BackupFile>();
        if (File.Exists(Path.Combine(data, Database)))
        {
            await SqliteSnapshot.WriteAsync(Path.Combine(data, Database), Path.Combine(target, Database), stop);
            all.Add(await HashAsync(target, Database, stop));
        }

        foreach (var path in secrets ? [.. Folders, "secrets"] : Folders)
        {
            all.AddRange(await CopyAllAsync(data, target, path, stop));
        }

        var list = Path.Combine(target, ListName);
        await File.WriteAllBytesAsync(list + ".part", JsonSerializer.SerializeToUtf8Bytes(all), stop);
        File.Move(list + ".part", list);
        return all.Count;
    }

    /// <summary>Puts a backup in the place of a data directory, once every file has the hash it had; how many there are.</summary>
    /// <exception cref="CliException">It is not finished or not whole, or something is in its place.</exception>
    internal static async Task<int> RestoreAsync(string backup, string data, CancellationToken stop)
    {
        var list = Path.Combine(backup, ListName);
        if (!File.Exists(list))
        {
            throw new CliException($"{backup} holds no finished backup", ExitCodes.Usage);
        }

        var all = JsonSerializer.Deserialize<List<BackupFile>>(await File.ReadAllBytesAsync(list, stop)) ?? [];
        foreach (var one in all)
        {
            if (!File.Exists(Path.Combine(backup, one.Path)) || await HashAsync(backup, one.Path, stop) != one)
            {
                throw new CliException($"{one.Path} is missing or was changed; nothing was restored", ExitCodes.NotInOrder);
            }
        }

        MakeEmpty(data);
        foreach (var one in all)
        {
            await CopyAsync(backup, data, one.Path, stop);
        }

        return all.Count;
    }

    private static void MakeEmpty(string target)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new CliException($"{target} is not empty", ExitCodes.Usage);
        }

        MakePrivate(target);
    }

    private static void MakePrivate(string folder) =>
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private static async Task<List<BackupFile>> CopyAllAsync(string from, string to, string folder, CancellationToken stop)
    {
        var source = Path.Combine(from, folder);
        var all = new List<BackupFile>();
        foreach (var file in Directory.Exists(source) ? Directory.GetFiles(source, "*", SearchOption.AllDirectories) : [])
        {
            var path = Path.GetRelativePath(from, file).Replace(Path.DirectorySeparatorChar, '/');
            try
            {
                await CopyAsync(from, to, path, stop);
            }
            catch (FileNotFoundException)
            {
                continue; // A half-written file that got its name meanwhile.
            }

            all.Add(await HashAsync(to, path, stop));
        }

        return all;
    }

    private static async Task CopyAsync(string from, string to, string path, CancellationToken stop)
    {
        await using var source = new FileStream(
            Path.Combine(from, path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        MakePrivate(Path.GetDirectoryName(Path.Combine(to, path))!);
        await using var target = new FileStream(Path.Combine(to, path), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await source.CopyToAsync(target, stop);
        target.Flush(flushToDisk: true);
    }

    private static async Task<BackupFile> HashAsync(string root, string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(Path.Combine(root, path));
        return new(path, file.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop)));
    }
}
