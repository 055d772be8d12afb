using Microsoft.Extensions.Logging;
using Telemed.Recording.Manifest;

namespace Telemed.Media.Recording;

/// <summary>The recordings on disk: finds, finalises, opens, inspects and verifies them. Any thread.</summary>
public sealed class RecordingLibrary
{
    /// <summary>Opens the recording directory.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists every fault.</exception>
    /// <exception cref="RecordingException">The directory or the master key cannot be read or made.</exception>
    public RecordingLibrary(RecordingOptions options, ILoggerFactory logs)
    {
    }

    /// <summary>The recordings that have a journal but no manifest yet, found by looking at the disk.</summary>
    public IReadOnlyList<UnfinishedRecording> Unfinished() => throw new NotSupportedException();

    /// <summary>
    /// Makes the finished files of a recording from its journal: a WebM per participant, one composed MP4, the
    /// manifest. Repeating it replaces them by the same WebM bytes. Stop the recording first.
    /// </summary>
    /// <param name="recordingId">The recording.</param>
    /// <param name="progress">Hears 0 to 1, never falling.</param>
    /// <param name="ct">Ends the job; what was there before stays.</param>
    /// <exception cref="RecordingException">There is no such journal, no key for it, or ffmpeg failed.</exception>
    public Task<RecordingManifest> FinaliseAsync(
        string recordingId, IProgress<double>? progress, CancellationToken ct) => throw new NotSupportedException();

    /// <summary>A finished recording's manifest; null when there is none.</summary>
    public RecordingManifest? Find(string recordingId) => throw new NotSupportedException();

    /// <summary>The composed file, decrypted while it is read; seekable. Null when the recording is not finished.</summary>
    /// <exception cref="RecordingException">The case's key is gone.</exception>
    public Stream? OpenVideo(string recordingId) => throw new NotSupportedException();

    /// <summary>A file that the manifest names, decrypted while it is read; seekable. Null when it is not there.</summary>
    /// <exception cref="RecordingException">The case's key is gone.</exception>
    public Stream? OpenFile(string recordingId, string name) => throw new NotSupportedException();

    /// <summary>Reads every byte of a recording and compares it with check sums, chains and manifest.</summary>
    public RecordingVerdict Verify(string recordingId) => throw new NotSupportedException();

    /// <summary>What a recording's journal holds, packet by packet counted.</summary>
    /// <exception cref="RecordingException">There is no such journal, or no key for it.</exception>
    public RecordingInspection Inspect(string recordingId) => throw new NotSupportedException();
}
