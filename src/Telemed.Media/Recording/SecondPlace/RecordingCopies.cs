using System.Security.Cryptography;
using Telemed.Recording.Sealing;

namespace Telemed.Media.Recording.SecondPlace;

/// <summary>
/// Keeps sealed recordings in a second place: copies them there, reads every byte back and compares it with the seal, and
/// only then, and only after a second reading, lets a local copy go. What went is brought back when somebody wants it. One
/// recording at a time; any thread.
/// </summary>
public sealed class RecordingCopies : IDisposable
{
    private static readonly string[] SealNames =
        [RecordingPaths.SealName, RecordingPaths.SignatureName, RecordingPaths.CertificateName];

    private readonly RecordingPaths _paths;
    private readonly S3Options _options;
    private readonly S3Place _place;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Copies of the recordings in this directory.</summary>
    /// <exception cref="ArgumentException">There is no second place in the options.</exception>
    public RecordingCopies(RecordingOptions options, TimeProvider time)
    {
        if (options.S3.Url is null)
        {
            throw new ArgumentException("There is no second place.", nameof(options));
        }

        _paths = new(options.Directory);
        _options = options.S3;
        _place = new(_options);
        _time = time;
    }

    /// <summary>The sealed recordings that are not in the second place yet.</summary>
    public IReadOnlyList<string> Missing() => [.. Sealed().Where(id => !File.Exists(_paths.CopyNote(id)))];

    /// <summary>The recordings whose local copy may go, by its age; each is read back once more before it does.</summary>
    public IReadOnlyList<string> Droppable()
    {
        if (_options.KeepLocalDays is not { } days)
        {
            return [];
        }

        var before = _time.GetUtcNow().AddDays(-days);
        return [.. Sealed().Where(id =>
            File.Exists(_paths.CopyNote(id)) && File.Exists(_paths.Manifest(id)) && ReadSeal(id)?.SealedAt <= before)];
    }

    /// <summary>Whether a recording's files are in the second place only.</summary>
    public bool IsAway(string recordingId) =>
        RecordingPaths.IsId(recordingId)
        && File.Exists(_paths.CopyNote(recordingId))
        && !File.Exists(_paths.Manifest(recordingId));

    /// <summary>Copies a recording, reads all of it back, and notes it when every byte is as it was sealed.</summary>
    /// <exception cref="IOException">It is not sealed, the store cannot be used, or what came back differs.</exception>
    public Task CopyAsync(string recordingId, CancellationToken ct) => InTurnAsync(
        async () =>
        {
            var seal = SealOf(recordingId);
            var folder = _paths.Recording(recordingId);
            foreach (var name in Names(seal))
            {
                await _place.PutAsync(Path.Combine(folder, name), ObjectName(recordingId, name), ct);
            }

            await ReadBackAsync(recordingId, seal, ct);
            var note = new CopyNote(
                _time.GetUtcNow(), _options.Url!, _options.Bucket, seal.Files.Count, seal.Files.Sum(file => file.SizeBytes));
            SealFiles.Put(_paths.CopyNote(recordingId), note.ToJson());
        },
        ct);

    /// <summary>Reads the other copy back once more and removes the local one; its seal stays.</summary>
    /// <exception cref="IOException">There is no other copy, or it is not whole: nothing was removed.</exception>
    public Task DropLocalAsync(string recordingId, CancellationToken ct) => InTurnAsync(
        async () =>
        {
            if (!File.Exists(_paths.CopyNote(recordingId)))
            {
                throw new IOException("The recording was never copied.");
            }

            var seal = SealOf(recordingId);
            await ReadBackAsync(recordingId, seal, ct);
            foreach (var entry in seal.Files)
            {
                File.Delete(Path.Combine(_paths.Recording(recordingId), entry.Path));
            }

            foreach (var folder in Directory.EnumerateDirectories(_paths.Recording(recordingId)))
            {
                Directory.Delete(folder, recursive: true);
            }
        },
        ct);

    /// <summary>Brings a recording's files back; every byte is compared with the seal before it takes its place.</summary>
    /// <exception cref="IOException">The store cannot be used, or what came differs.</exception>
    public Task RestoreAsync(string recordingId, CancellationToken ct) => InTurnAsync(
        async () =>
        {
            if (!IsAway(recordingId))
            {
                return;
            }

            // The manifest comes last: it is what says that the recording is here.
            var manifest = RecordingPaths.ManifestName + ".tmf";
            foreach (var entry in SealOf(recordingId).Files.OrderBy(entry => entry.Path == manifest))
            {
                await RestoreAsync(recordingId, entry, ct);
            }
        },
        ct);

    /// <inheritdoc/>
    public void Dispose()
    {
        _place.Dispose();
        _turn.Dispose();
    }

    private async Task RestoreAsync(string recordingId, SealedEntry entry, CancellationToken ct)
    {
        var path = Path.Combine(_paths.Recording(recordingId), entry.Path);
        if (File.Exists(path))
        {
            return;
        }

        RecordingPaths.Make(Path.GetDirectoryName(path)!);
        var temporary = path + ".tmp";
        File.Delete(temporary);
        await using (var to = new FileStream(temporary, DurableFile.CreateOptions))
        {
            _ = await _place.SaveAsync(ObjectName(recordingId, entry.Path), to, ct)
                ?? throw new IOException($"{entry.Path} is missing in the second place.");
            to.Flush(flushToDisk: true);
            to.Position = 0;
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(to, ct)) != entry.Sha256)
            {
                throw new IOException($"{entry.Path} differs in the second place from what was sealed.");
            }
        }

        DurableFile.Replace(temporary, path);
    }

    private async Task ReadBackAsync(string recordingId, RecordingSeal seal, CancellationToken ct)
    {
        foreach (var entry in seal.Files)
        {
            await CompareAsync(recordingId, entry.Path, entry.Sha256, ct);
        }

        foreach (var name in SealNames)
        {
            var bytes = await File.ReadAllBytesAsync(Path.Combine(_paths.Recording(recordingId), name), ct);
            await CompareAsync(recordingId, name, Convert.ToHexStringLower(SHA256.HashData(bytes)), ct);
        }
    }

    private async Task CompareAsync(string recordingId, string name, string sha256, CancellationToken ct)
    {
        var back = await _place.HashAsync(ObjectName(recordingId, name), ct)
            ?? throw new IOException($"{name} is missing in the second place.");
        if (Convert.ToHexStringLower(back) != sha256)
        {
            throw new IOException($"{name} differs in the second place from what was sealed.");
        }
    }

    private async Task InTurnAsync(Func<Task> action, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            await action();
        }
        finally
        {
            _turn.Release();
        }
    }

    private IEnumerable<string> Sealed() => !Directory.Exists(_paths.Root) ? [] : Directory
        .EnumerateDirectories(_paths.Root)
        .Select(path => Path.GetFileName(path))
        .Where(id => RecordingPaths.IsId(id) && File.Exists(_paths.Seal(id)))
        .Order(StringComparer.Ordinal);

    private RecordingSeal SealOf(string recordingId) =>
        ReadSeal(recordingId) ?? throw new IOException("The recording is not sealed.");

    private RecordingSeal? ReadSeal(string recordingId) => File.Exists(_paths.Seal(recordingId))
        ? SealJson.ReadSeal(File.ReadAllBytes(_paths.Seal(recordingId)))
        : null;

    private static IEnumerable<string> Names(RecordingSeal seal) => seal.Files.Select(entry => entry.Path).Concat(SealNames);

    private static string ObjectName(string recordingId, string name) => $"{recordingId}/{name}";
}
