using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Telemed.Media.Recording;

namespace Telemed.Media;

/// <summary>
/// The media side of a node: the rooms, spread over the shards. All members may be called from any thread. A task that
/// names a room or participant which is not there completes without effect, unless its documentation says otherwise:
/// people leave while commands are on their way.
/// </summary>
public sealed class MediaNode : IAsyncDisposable
{
    private MediaNode()
    {
    }

    /// <summary>
    /// What happened in the rooms, in the order in which it happened in each room. One reader; completes when the node
    /// is disposed. A reader that falls 65,536 events behind loses the oldest.
    /// </summary>
    public ChannelReader<MediaEvent> Events => throw new NotSupportedException();

    /// <summary>Opens the sockets and starts the shards.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists every fault.</exception>
    /// <exception cref="IOException">A socket could not be opened or bound.</exception>
    public static MediaNode Start(
        MediaOptions options, RecordingOptions recording, TimeProvider time, ILoggerFactory logs) =>
        throw new NotSupportedException();

    /// <summary>
    /// Brings a participant into a room, which opens with its first one. A participant that joins again under the same
    /// id replaces its old transport and keeps its place.
    /// </summary>
    /// <param name="room">The room's id.</param>
    /// <param name="participant">The participant's id, unique within the room.</param>
    /// <param name="offerSdp">The client's offer.</param>
    /// <param name="recordable">Whether the participant has agreed to be recorded.</param>
    /// <param name="ct">Gives up waiting; the participant may have joined all the same.</param>
    /// <exception cref="MediaRefusedException">The offer is malformed or unsupported, the node is overloaded, or the
    /// room is closed.</exception>
    public Task<JoinAnswer> JoinAsync(
        string room, string participant, string offerSdp, bool recordable, CancellationToken ct) =>
        throw new NotSupportedException();

    /// <summary>Answers a further offer on the same peer connection (a screen share, an ICE restart).</summary>
    /// <returns>The answer.</returns>
    /// <exception cref="MediaRefusedException">The offer is malformed or does not continue the earlier one, or the
    /// participant is not in the room (<see cref="MediaRefusal.RoomClosed"/>).</exception>
    public Task<string> NegotiateAsync(string room, string participant, string offerSdp, CancellationToken ct) =>
        throw new NotSupportedException();

    /// <summary>Takes a participant out of a room; the room stays until it is closed.</summary>
    public Task LeaveAsync(string room, string participant) => throw new NotSupportedException();

    /// <summary>Ends a room for all; a running recording of it is stopped first.</summary>
    public Task CloseRoomAsync(string room) => throw new NotSupportedException();

    /// <summary>Says what a publication shows and whether it is muted; a muted one is not forwarded.</summary>
    public Task SetPublicationAsync(
        string room, string participant, string mid, string feed, string label, bool muted) =>
        throw new NotSupportedException();

    /// <summary>States wishes for slots; they win over the automatic assignment. A slot without a wish stays automatic.</summary>
    public Task SetSlotsAsync(string room, string participant, IReadOnlyList<SlotWish> wishes) =>
        throw new NotSupportedException();

    /// <summary>Starts a room's recording; complete when the journal is open.</summary>
    /// <exception cref="MediaRefusedException">The room is not there, or a recording of it is running
    /// (<see cref="MediaRefusal.RecordingUnavailable"/>).</exception>
    public Task StartRecordingAsync(string room, RecordingStart start, CancellationToken ct) =>
        throw new NotSupportedException();

    /// <summary>
    /// Grants or withdraws a participant's consent. Complete when applied: after a withdrawal no packet of the
    /// participant that arrives later reaches the recording.
    /// </summary>
    public Task SetRecordingConsentAsync(string room, string participant, bool granted) =>
        throw new NotSupportedException();

    /// <summary>Pauses a room's recording; complete when applied.</summary>
    public Task PauseRecordingAsync(string room) => throw new NotSupportedException();

    /// <summary>Resumes a paused recording; complete when applied.</summary>
    public Task ResumeRecordingAsync(string room) => throw new NotSupportedException();

    /// <summary>Sets a mark in the recording at this moment.</summary>
    public Task MarkRecordingAsync(string room, string label) => throw new NotSupportedException();

    /// <summary>Stops a room's recording.</summary>
    /// <returns>What was recorded; the journal is closed and durable.</returns>
    /// <exception cref="MediaRefusedException">No recording of the room is running
    /// (<see cref="MediaRefusal.RecordingUnavailable"/>).</exception>
    public Task<RecordingStopped> StopRecordingAsync(string room) => throw new NotSupportedException();

    /// <summary>The counters of all shards; a copy, at most some milliseconds old.</summary>
    public MediaStatistics Snapshot() => throw new NotSupportedException();

    /// <summary>Closes every room, stops the shards and releases sockets and memory.</summary>
    public ValueTask DisposeAsync() => throw new NotSupportedException();
}
