using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Telemed.Rtc.Time;

namespace Telemed.Media.Recording;

/// <summary>
/// Writes the journals of all running recordings of a node on one thread of its own, so that no media thread ever waits
/// for a disk.
/// </summary>
public sealed class Recorder : IAsyncDisposable
{
    /// <summary>Starts the journal thread.</summary>
    /// <param name="options">Where and how; validated.</param>
    /// <param name="logs">Where faults are logged, by id only.</param>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists every fault.</exception>
    /// <exception cref="RecordingException">The directory or the master key cannot be read or made.</exception>
    public Recorder(RecordingOptions options, ILoggerFactory logs)
    {
    }

    /// <summary>What went wrong with running recordings. One reader; the oldest are lost beyond 1,024.</summary>
    public ChannelReader<RecordingProblem> Problems => throw new NotSupportedException();

    /// <summary>
    /// Makes the directory and index of a recording's epoch and returns its tap, to be handed to the room's shard.
    /// </summary>
    /// <param name="start">What the epoch begins with.</param>
    /// <param name="now">The instant of <see cref="RecordingStart.StartedAt"/> on the clock that the tap's calls use.</param>
    /// <param name="ct">Gives up waiting.</param>
    /// <exception cref="RecordingException">The recording cannot start; nothing is left behind.</exception>
    internal Task<RecordingTap> OpenAsync(RecordingStart start, MonotonicTime now, CancellationToken ct) =>
        throw new NotSupportedException();

    /// <summary>Closes every running recording, writes what is queued and ends the thread.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
