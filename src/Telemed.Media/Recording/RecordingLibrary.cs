using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Telemed.Recording.Crypto;
using Telemed.Recording.Finalising;
using Telemed.Recording.Inspection;
using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;
using Telemed.Recording.Sealing;

namespace Telemed.Media.Recording;

/// <summary>
/// The recordings on disk: finds, finalises, opens, inspects, verifies and exports them. Any thread; jobs run one at a
/// time.
/// </summary>
public sealed class RecordingLibrary : IDisposable
{
    private readonly RecordingOptions _options;
    private readonly RecordingPaths _paths;
    private readonly KeyStore _keys;
    private readonly Vault _vault;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _jobs = new(1);
    private readonly PlayGuard _guard;
    private readonly TimeProvider _time;
    private readonly Lazy<NodeSigner> _signer;

    /// <summary>Opens the recording directory.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists every fault.</exception>
    /// <exception cref="RecordingException">The directory or the master key cannot be read or made.</exception>
    public RecordingLibrary(RecordingOptions options, ILoggerFactory logs)
        : this(options, logs, TimeProvider.System)
    {
    }

    /// <summary>Opens the recording directory; <paramref name="time"/> dates seals and certificates.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists every fault.</exception>
    /// <exception cref="RecordingException">The directory or the master key cannot be read or made.</exception>
    public RecordingLibrary(RecordingOptions options, ILoggerFactory logs, TimeProvider time)
    {
        RecordingOptionsValidator.ThrowIfFaulty(options);
        _options = options;
        _log = logs.CreateLogger<RecordingLibrary>();
        _paths = new(options.Directory);
        _keys = KeyStore.Open(_paths, options.MasterKeySource());
        _vault = new(_paths);
        _guard = new(_paths);
        _time = time;
        _signer = new(() => NodeIdentity.Open(_paths, options, time.GetUtcNow()));
    }

    /// <summary>Every recording on disk, finished or not, by id.</summary>
    public IReadOnlyList<string> Recordings() =>
        [.. Directory.EnumerateDirectories(_paths.Root)
            .Select(path => Path.GetFileName(path))
            .Where(id => RecordingPaths.IsId(id) && _paths.Epochs(id).Count > 0)
            .Order(StringComparer.Ordinal)];

    /// <summary>
    /// The recordings whose journal has no manifest yet, or has grown since, found by looking at the disk. Those that are
    /// being recorded are among them.
    /// </summary>
    public IReadOnlyList<UnfinishedRecording> Unfinished() =>
        [.. Recordings().Where(IsUnfinished).Select(id => new UnfinishedRecording(
            id, ConsultOf(id), _paths.Epochs(id), Segments(id).Sum(segment => new FileInfo(Full(id, segment)).Length)))];

    /// <summary>
    /// Makes the finished files of a recording from its journal: a WebM per participant, one composed MP4, the
    /// manifest. Repeating it replaces them by the same WebM bytes. Stop the recording first. Of the nodes that share the directory
    /// one at a time makes them.
    /// </summary>
    /// <param name="recordingId">The recording.</param>
    /// <param name="progress">Hears 0 to 1, never falling.</param>
    /// <param name="ct">Ends the job; what was there before stays.</param>
    /// <param name="mayPublish">Asked when all is made, before anything is put in its place; what it throws ends the job.</param>
    /// <exception cref="RecordingException">There is no such journal, no key for it, ffmpeg failed, another node makes the files now
    /// (<see cref="RecordingRefusal.Busy"/>), or they may not be published (<see cref="RecordingRefusal.TakenOver"/>).</exception>
    public async Task<RecordingManifest> FinaliseAsync(
        string recordingId,
        IProgress<double>? progress,
        CancellationToken ct,
        Func<CancellationToken, Task<bool>>? mayPublish = null)
    {
        var (consultId, key) = Unlock(recordingId);
        await _jobs.WaitAsync(ct);
        try
        {
            using var making = LockMaking(recordingId);
            var started = Stopwatch.GetTimestamp();
            var job = new FinaliseJob(_options, _paths, recordingId, consultId, key, _signer.Value, _time, new(progress));
            var manifest = await Task.Run(() => job.RunAsync(Segments(recordingId), mayPublish, ct), ct);
            var elapsed = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            RecordingLog.Finalised(_log, recordingId, manifest.DurationMs, elapsed);
            return manifest;
        }
        catch (RecordingException exception)
        {
            RecordingLog.FinaliseFailed(_log, recordingId, exception.Refusal, exception.Message);
            throw;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var refusal = exception.HResult == 28 ? RecordingRefusal.DiskFull : RecordingRefusal.Unwritable;
            RecordingLog.FinaliseFailed(_log, recordingId, refusal, "A finished file cannot be written.");
            throw new RecordingException(refusal, "A finished file cannot be written.", exception);
        }
        finally
        {
            _jobs.Release();
        }
    }

    /// <summary>A finished recording's manifest; null when there is none.</summary>
    /// <exception cref="RecordingException">The case's key is gone, or the manifest is damaged.</exception>
    public RecordingManifest? Find(string recordingId) =>
        RecordingPaths.IsId(recordingId) && File.Exists(_paths.Manifest(recordingId))
            ? _vault.ReadManifest(recordingId, Unlock(recordingId).Key)
            : null;

    /// <summary>
    /// What is wrong with a recording's finished files, compared with what the node signed; empty when every byte is as it
    /// was. Reads each file whole once, and again when its size or times changed. Call it before anything is played.
    /// </summary>
    public Task<List<string>> ExamineAsync(string recordingId, CancellationToken ct) =>
        Task.Run(() => RecordingPaths.IsId(recordingId) ? _guard.Faults(recordingId) : ["There is no such recording."], ct);

    /// <summary>Damage was met while a finished file was read: the next <see cref="ExamineAsync"/> reads it all again.</summary>
    public void Forget(string recordingId) => _guard.Forget(recordingId);

    /// <summary>The composed file, decrypted while it is read; seekable. Null when the recording is not finished.</summary>
    /// <exception cref="RecordingException">The case's key is gone, or a file is damaged.</exception>
    public Stream? OpenVideo(string recordingId) =>
        Find(recordingId) is { } manifest ? OpenFile(recordingId, manifest.Video.Name) : null;

    /// <summary>A finished file by its name in the manifest, decrypted while it is read; seekable. Null when it is not there.</summary>
    /// <exception cref="RecordingException">The case's key is gone, or the file is damaged.</exception>
    public Stream? OpenFile(string recordingId, string name) =>
        RecordingPaths.IsId(recordingId)
        && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.')
        && File.Exists(_paths.FinalFile(recordingId, name))
            ? Vault.Open(_paths.FinalFile(recordingId, name), Unlock(recordingId).Key)
            : null;

    /// <summary>
    /// Reads every byte of a recording and compares it with check sums, hash chains and the manifest. A journal that ends
    /// early because its server was killed is no fault; one changed byte is.
    /// </summary>
    /// <exception cref="RecordingException">There is no such recording, or no key for it.</exception>
    public RecordingVerdict Verify(string recordingId)
    {
        var (_, key) = Unlock(recordingId);
        var faults = new List<string>();
        var verifier = new RecordingVerifier(_paths, _vault, recordingId, key, faults);
        verifier.Run(Segments(recordingId));
        if (File.Exists(_paths.Manifest(recordingId)))
        {
            faults.AddRange(SealVerifier.Verify(_paths.Recording(recordingId), trusted: null).Faults.Except(faults));
        }

        return new(faults.Count == 0, faults);
    }

    /// <summary>What a recording's journal holds, packet by packet counted.</summary>
    /// <exception cref="RecordingException">There is no such journal, or no key for it.</exception>
    public RecordingInspection Inspect(string recordingId)
    {
        var (consultId, key) = Unlock(recordingId);
        return JournalInspector.Inspect(recordingId, consultId, Segments(recordingId), key);
    }

    /// <summary>Writes a finished recording's files and its manifest in plain to a directory.</summary>
    /// <exception cref="RecordingException">The recording is not finished, its key is gone, or a file is damaged.</exception>
    public async Task ExportAsync(string recordingId, string directory, CancellationToken ct)
    {
        var manifest = Find(recordingId)
            ?? throw new RecordingException(RecordingRefusal.NotFound, "There is no such finished recording.");
        RecordingPaths.Make(directory);
        foreach (var file in manifest.Files())
        {
            await using var content = OpenFile(recordingId, file.Name)
                ?? throw new RecordingException(RecordingRefusal.Damaged, "A finished file is missing.");
            // The manifest is data from a disk: a name in it must not lead out of the directory.
            await using var output = File.Create(Path.Combine(directory, Path.GetFileName(file.Name)));
            await content.CopyToAsync(output, ct);
        }

        await File.WriteAllBytesAsync(Path.Combine(directory, "manifest.json"), ManifestJson.Write(manifest), ct);
        File.Copy(
            _paths.ManifestSignature(recordingId),
            Path.Combine(directory, RecordingPaths.ManifestSignatureName),
            overwrite: true);
        File.Copy(
            Path.Combine(_paths.Recording(recordingId), RecordingPaths.CertificateName),
            Path.Combine(directory, SealVerifier.ExportCertificateName),
            overwrite: true);
    }

    /// <summary>The node's signature of a finished recording's manifest and its certificate as PEM; null when it is not
    /// sealed.</summary>
    public (byte[] Signature, string CertificatePem)? FindSignature(string recordingId)
    {
        if (!RecordingPaths.IsId(recordingId) || !File.Exists(_paths.Seal(recordingId)))
        {
            return null;
        }

        var certificate = Path.Combine(_paths.Recording(recordingId), RecordingPaths.CertificateName);
        return (File.ReadAllBytes(_paths.ManifestSignature(recordingId)), File.ReadAllText(certificate));
    }

    /// <summary>The folder of a recording, to be verified with nothing but its files; null when there is none.</summary>
    public string? FolderOf(string recordingId) =>
        RecordingPaths.IsId(recordingId) && Directory.Exists(_paths.Recording(recordingId))
            ? _paths.Recording(recordingId)
            : null;

    /// <summary>Wraps every case's key under the current master key; recorded data stays as it is.</summary>
    public RewrapCount Rewrap() => _keys.Rewrap();

    /// <summary>
    /// Destroys a case's key and removes the files of its recordings; a signed certificate stays. Repeating it finishes what a
    /// crash cut short and gives the same certificate. Whether it is lawful is the caller's matter.
    /// </summary>
    /// <exception cref="RecordingException">The certificate cannot be made; then nothing was destroyed.</exception>
    public DestructionCertificate Destroy(
        string consultId, IReadOnlyList<string> recordings, string askedBy, string confirmedBy, string reason) =>
        new DestroyJob(_paths, _keys, _signer.Value, _time).Run(consultId, recordings, askedBy, confirmedBy, reason);

    /// <summary>A case's certificate of destruction with its signature and the signer's certificate; null when its key was
    /// not destroyed.</summary>
    public SignedDestruction? FindDestruction(string consultId) =>
        RecordingPaths.IsId(consultId) ? DestroyJob.Find(_paths, consultId) : null;

    /// <summary>Waits for nobody: call it when no job runs.</summary>
    public void Dispose()
    {
        _jobs.Dispose();
        if (_signer.IsValueCreated)
        {
            _signer.Value.Dispose();
        }
    }

    /// <summary>The lock that other nodes see (flock): the system lets it go with the process.</summary>
    private FileStream LockMaking(string id)
    {
        var path = _paths.MakingLock(id);
        RecordingPaths.Make(Path.GetDirectoryName(path)!);
        try
        {
            return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == LibC.WouldBlock)
        {
            throw new RecordingException(RecordingRefusal.Busy, "Another node makes the recording's files.", exception);
        }
    }

    private bool IsUnfinished(string id)
    {
        var manifest = new FileInfo(_paths.Manifest(id));
        return !manifest.Exists
            || !File.Exists(_paths.Seal(id))
            || Segments(id).Any(segment => File.GetLastWriteTimeUtc(Full(id, segment)) > manifest.LastWriteTimeUtc);
    }

    private List<SegmentSource> Segments(string id) =>
        [.. _paths.Epochs(id).Where(epoch => File.Exists(_paths.Journal(id, epoch))).Select(epoch => Segment(id, epoch))];

    private SegmentSource Segment(string id, int epoch)
    {
        var path = _paths.Journal(id, epoch);
        return new(epoch, Path.GetRelativePath(_paths.Recording(id), path), () => new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16));
    }

    private string Full(string id, SegmentSource segment) => Path.Combine(_paths.Recording(id), segment.Path);

    private (string ConsultId, CaseKey Key) Unlock(string id)
    {
        var consultId = RecordingPaths.IsId(id) && _paths.Epochs(id).Count > 0
            ? ConsultOf(id) ?? id
            : throw new RecordingException(RecordingRefusal.NotFound, "There is no such recording.");
        return (consultId, _keys.Find(consultId)
            ?? throw new RecordingException(
                RecordingRefusal.NoKey, "The case's key was destroyed, is damaged, or no master key opens it."));
    }

    /// <summary>The consult, from the first segment whose head is readable and belongs here.</summary>
    private string? ConsultOf(string id)
    {
        var head = new byte[4096];
        foreach (var segment in Segments(id))
        {
            using var file = segment.Open();
            var count = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (JournalSegmentHeader.TryParse(head.AsSpan(0, count), out var header, out _)
                && string.Equals(header!.RecordingId, id, StringComparison.Ordinal)
                && RecordingPaths.IsId(header.ConsultId))
            {
                return header.ConsultId;
            }
        }

        return null;
    }
}
