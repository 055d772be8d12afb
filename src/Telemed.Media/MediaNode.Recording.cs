using Telemed.Media.Recording;
using Telemed.Media.Signalling;

namespace Telemed.Media;

/// <content>Recording. The journal's own work happens on the recorder's thread.</content>
public sealed partial class MediaNode
{
    /// <summary>How long opening a journal may take: beyond it the disk counts as dead.</summary>
    private static readonly TimeSpan OpenTime = TimeSpan.FromSeconds(5);

    /// <summary>Starts a room's recording; complete when the journal is open and packets go to it.</summary>
    /// <exception cref="MediaRefusedException">The room is not there, or a recording of it is running, or the journal
    /// cannot be opened (<see cref="MediaRefusal.RecordingUnavailable"/>).</exception>
    public async Task StartRecordingAsync(string room, RecordingStart start, CancellationToken ct)
    {
        if (!_rooms.TryGetValue(room, out var entry))
        {
            throw Unavailable("The room is not open.");
        }

        await entry.RecordingGate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (entry.Recording is not null)
            {
                throw Unavailable("A recording of the room is running.");
            }

            var tap = await OpenAsync(start, ct).ConfigureAwait(false);
            entry.Recording = await AttachAsync(entry, start, tap).ConfigureAwait(false);
        }
        finally
        {
            entry.RecordingGate.Release();
        }
    }

    /// <summary>
    /// Grants or withdraws a participant's consent. Complete when applied: after a withdrawal no packet of the
    /// participant that arrives later reaches the recording.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="participant">Whose answer it is.</param>
    /// <param name="granted">The answer.</param>
    /// <param name="textVersion">The version of the text that was answered, for the manifest; null when not known.</param>
    public Task SetRecordingConsentAsync(string room, string participant, bool granted, string? textVersion = null) =>
        !_rooms.TryGetValue(room, out var entry) ? Task.CompletedTask : Task.WhenAll(entry.Parts.Select(part => DoAsync(
            part,
            (shard, now) =>
            {
                if (!shard.TryFind(room, participant, out var place, out var who))
                {
                    return;
                }

                if (granted)
                {
                    place.Recorder?.OnConsent(participant, granted, textVersion, now);
                }

                place.Room.SetRecordable(now, who, granted);
                if (!granted)
                {
                    place.Recorder?.OnConsent(participant, granted, textVersion, now);
                }
            },
            isVital: true)));

    /// <summary>Pauses a room's recording; complete when applied.</summary>
    /// <param name="room">The room.</param>
    /// <param name="by">The participant who asked for it, for the manifest; null when not known.</param>
    public Task PauseRecordingAsync(string room, string? by = null) => WithTapAsync(room, (tap, now) => tap.Pause(now, by));

    /// <summary>Resumes a paused recording; complete when applied.</summary>
    public Task ResumeRecordingAsync(string room) => WithTapAsync(room, (tap, now) => tap.Resume(now));

    /// <summary>Sets a mark in the recording at this moment.</summary>
    public Task MarkRecordingAsync(string room, string label) => WithTapAsync(room, (tap, now) => tap.Mark(now, label));

    /// <summary>Notes in the recording what was drawn over a picture at this moment, or that it was wiped.</summary>
    /// <param name="room">The room.</param>
    /// <param name="participant">Who drew.</param>
    /// <param name="publication">Over what.</param>
    /// <param name="points">The line, x and y in turn, in ten-thousandths of the picture; empty when it was wiped.</param>
    public Task DrawRecordingAsync(string room, string participant, string publication, IReadOnlyList<int> points) =>
        WithTapAsync(room, (tap, now) => tap.OnDrawing(now, new(participant, publication, points)));

    /// <summary>Stops a room's recording.</summary>
    /// <returns>What was recorded; the journal is closed and durable.</returns>
    /// <exception cref="MediaRefusedException">No recording of the room is running
    /// (<see cref="MediaRefusal.RecordingUnavailable"/>).</exception>
    public async Task<RecordingStopped> StopRecordingAsync(string room)
    {
        if (!_rooms.TryGetValue(room, out var entry))
        {
            throw Unavailable("The room is not open.");
        }

        await entry.RecordingGate.WaitAsync().ConfigureAwait(false);
        try
        {
            var tap = entry.Recording ?? throw Unavailable("No recording of the room is running.");
            Action<Shards.Shard, Rtc.Time.MonotonicTime> stop = (shard, now) =>
            {
                if (shard.TryFind(room, out var place))
                {
                    place.StopRecording(now);
                }

                tap.Close(now);
            };
            await DoAsync(entry.Shard, stop, isVital: true).ConfigureAwait(false);
            entry.Recording = null;
            var end = await tap.Completion.ConfigureAwait(false);
            return new(end.RecordingId, end.Epoch, end.Directory, end.SizeBytes, end.DroppedPackets);
        }
        finally
        {
            entry.RecordingGate.Release();
        }
    }

    private static MediaRefusedException Unavailable(string sentence) =>
        new(MediaRefusal.RecordingUnavailable, sentence);

    private async Task<RecordingTap> OpenAsync(RecordingStart start, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(OpenTime);
        try
        {
            var startedAt = _clock.Now + (start.StartedAt - _time.GetUtcNow());
            return await _recorder.OpenAsync(start, startedAt, patience.Token).ConfigureAwait(false);
        }
        catch (RecordingException fault)
        {
            throw Unavailable(fault.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw Unavailable("The disk does not answer.");
        }
    }

    // Consent first, then the tap: who is not named as consenting is not recorded, not even for a packet.
    private async Task<RecordingTap> AttachAsync(RoomEntry entry, RecordingStart start, RecordingTap tap)
    {
        try
        {
            await DoAsync(entry.Shard, (shard, now) => Attach(shard, now, entry, start, tap), isVital: true)
                .ConfigureAwait(false);
            return tap;
        }
        catch
        {
            // Refused or failed: the room has let go of the tap, and its journal would stay open for ever.
            tap.Close(_clock.Now);
            throw;
        }
    }

    private static void Attach(
        Shards.Shard shard, Rtc.Time.MonotonicTime now, RoomEntry entry, RecordingStart start, RecordingTap tap)
    {
        if (entry.IsClosed || !shard.TryFind(entry.Id, out var place))
        {
            throw Unavailable("The room is not open.");
        }

        foreach (var participant in place.Room.Participants)
        {
            var granted = start.Participants.Any(one => one.Participant == participant.Id && one.Granted);
            place.Room.SetRecordable(now, participant, granted);
        }

        try
        {
            place.StartRecording(now, tap);
        }
        catch
        {
            place.StopRecording(now);
            throw;
        }
    }

    private Task WithTapAsync(string room, Action<RecordingTap, Rtc.Time.MonotonicTime> work) =>
        !_rooms.TryGetValue(room, out var entry) ? Task.CompletedTask : DoAsync(
            entry.Shard,
            (shard, now) =>
            {
                if (shard.TryFind(room, out var place) && place.Recorder is { } recorder)
                {
                    work(recorder.Tap, now);
                }
            },
            isVital: true);

    private async Task ForwardProblemsAsync()
    {
        await foreach (var problem in _recorder.Problems.ReadAllAsync().ConfigureAwait(false))
        {
            foreach (var entry in _rooms.Values)
            {
                var recording = entry.Recording?.Start.RecordingId;
                if (recording is not null && (problem.RecordingId.Length == 0 || problem.RecordingId == recording))
                {
                    _events.Writer.TryWrite(new MediaEvent.RecordingProblem(
                        entry.Id, recording, problem.Code, problem.Sentence, problem.Stopped));
                }
            }
        }
    }
}
