using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Telemed.Recording.Journal;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Media.Recording;

/// <summary>
/// Where a recorded room's media leaves the media thread for the journal. Every method is called on the room's shard
/// thread, never blocks, and allocates nothing for a packet.
/// </summary>
/// <remarks>
/// <b>The consent gate is before the tap</b>: whatever is handed over here reaches the disk, so a track is added only
/// when its participant has agreed, and <see cref="OnTrackEnded"/> is called in the same turn in which consent ends.
/// Retransmitted packets are handed over in their original form (not as RTX), in any order, duplicates included.
/// While paused the tap itself lets no media through.
/// </remarks>
internal sealed class RecordingTap
{
    private const int MaximumMark = 200;
    private static readonly TimeSpan RepairTime = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    private readonly TapRing _ring;
    private readonly Action _wake;
    private readonly List<TapTrack> _tracks = [];
    private long _dropped;
    private bool _paused;
    private bool _closed;

    /// <summary>A tap that writes to <paramref name="ring"/> and calls <paramref name="wake"/> when it fills.</summary>
    internal RecordingTap(RecordingStart start, TapRing ring, Action wake, Task<RecordingEnd> completion)
    {
        Start = start;
        _ring = ring;
        _wake = wake;
        Completion = completion;
    }

    /// <summary>What the recording began with.</summary>
    public RecordingStart Start { get; }

    /// <summary>Packets that the queue could not take, all tracks together. Any thread may read it.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether the queue is more than half full. Any thread may read it.</summary>
    public bool IsBusy => _ring.MoreThanHalf;

    /// <summary>Bytes that the journal thread has taken out of the queue since the start. Any thread may read it.</summary>
    public long TakenOut => _ring.TakenOut;

    /// <summary>Whether the recording is paused.</summary>
    public bool Paused => _paused;

    /// <summary>Whether <see cref="Close"/> was called. Any thread may read it.</summary>
    public bool Closed => Volatile.Read(ref _closed);

    /// <summary>Completes when the journal is closed and durable after <see cref="Close"/>, or writing failed.</summary>
    public Task<RecordingEnd> Completion { get; }

    /// <summary>Begins a track. Ask its publisher for a key frame if it is video.</summary>
    /// <param name="description">What the track is.</param>
    /// <param name="now">The time.</param>
    /// <param name="isRepaired">Whether lost packets are asked for again and a key frame when that was in vain; then
    /// the tap asks for none because of a hole.</param>
    public TrackHandle AddTrack(TrackDescription description, MonotonicTime now, bool isRepaired = false)
    {
        var isVp8 = string.Equals(description.Codec, "VP8", StringComparison.OrdinalIgnoreCase);
        _tracks.Add(new(description.Kind == TrackKind.Video, isVp8) { AskAfter = now + AskAgain, IsRepaired = isRepaired });
        var handle = new TrackHandle(_tracks.Count);
        Control(handle.Number, JournalRecordKind.Description, now, Json(description));
        return handle;
    }

    /// <summary>Tells that a track's codec, payload type, feed or label changed.</summary>
    public void OnDescriptionChanged(TrackHandle track, MonotonicTime now, TrackDescription description) =>
        Control(track.Number, JournalRecordKind.Codec, now, Json(description));

    /// <summary>Takes one decrypted RTP packet as it arrived.</summary>
    public void OnRtp(TrackHandle track, MonotonicTime now, ReadOnlySpan<byte> rtp)
    {
        if (_paused || _closed || rtp.Length < 12)
        {
            return;
        }

        var state = _tracks[track.Number - 1];
        if (state.Ended)
        {
            return;
        }

        if (state.Lost > 0 && !WriteGap(track.Number, state, now))
        {
            Drop(state, now);
            return;
        }

        if (!_ring.TryWriteMedia(track.Number, JournalRecordKind.Rtp, now, rtp))
        {
            Drop(state, now);
            return;
        }

        if (state.IsVideo)
        {
            WatchKeyFrames(state, now, rtp);
        }

        if (_ring.MoreThanHalf)
        {
            _wake();
        }
    }

    /// <summary>Takes a sender report's clock pair; taken while paused as well, since it carries no content.</summary>
    public void OnSenderReport(TrackHandle track, MonotonicTime now, NtpTime ntp, uint rtpTime)
    {
        if (_closed || _tracks[track.Number - 1].Ended)
        {
            return;
        }

        Span<byte> payload = stackalloc byte[JournalSenderReport.Length];
        new JournalSenderReport(ntp, rtpTime).Write(payload);
        _ring.TryWriteMedia(track.Number, JournalRecordKind.SenderReport, now, payload);
    }

    /// <summary>Tells that the publisher muted or unmuted a track.</summary>
    public void OnMuted(TrackHandle track, MonotonicTime now, bool muted)
    {
        if (!_closed && !_tracks[track.Number - 1].Ended)
        {
            Control(track.Number, muted ? JournalRecordKind.Muted : JournalRecordKind.Unmuted, now, default);
        }
    }

    /// <summary>Ends a track: the publication is gone or consent has ended. Nothing of it is taken afterwards.</summary>
    public void OnTrackEnded(TrackHandle track, MonotonicTime now)
    {
        var state = _tracks[track.Number - 1];
        if (_closed || state.Ended)
        {
            return;
        }

        WriteGap(track.Number, state, now);
        Control(track.Number, JournalRecordKind.Ended, now, default);
        state.Ended = true;
    }

    /// <summary>Notes that a participant's answer to being recorded took effect.</summary>
    public void OnConsent(MonotonicTime now, JournalConsent consent) => Control(
        0,
        JournalRecordKind.Consent,
        now,
        JsonSerializer.SerializeToUtf8Bytes(consent, JournalJson.Default.JournalConsent));

    /// <summary>Notes what happened to a participant's transport.</summary>
    public void OnTransport(MonotonicTime now, JournalTransport transport) => Control(
        0,
        JournalRecordKind.Transport,
        now,
        JsonSerializer.SerializeToUtf8Bytes(transport, JournalJson.Default.JournalTransport));

    /// <summary>Stops taking media from this instant on.</summary>
    /// <param name="now">The time.</param>
    /// <param name="by">Who asked for it; null when not known.</param>
    public void Pause(MonotonicTime now, string? by = null)
    {
        if (!_paused && !_closed)
        {
            _paused = true;
            Control(0, JournalRecordKind.Pause, now, Encoding.UTF8.GetBytes(by ?? ""));
        }
    }

    /// <summary>Takes media again. Ask for key frames of all recorded video.</summary>
    public void Resume(MonotonicTime now)
    {
        if (!_paused || _closed)
        {
            return;
        }

        _paused = false;
        Control(0, JournalRecordKind.Resume, now, default);
        foreach (var track in _tracks)
        {
            track.NeedsKeyFrame = track.IsVideo;
            track.Started = false;
            track.AskAfter = now;
        }
    }

    /// <summary>Sets a mark; a label of more than 200 bytes of UTF-8 is cut.</summary>
    public void Mark(MonotonicTime now, string label)
    {
        if (_closed)
        {
            return;
        }

        Span<byte> utf8 = stackalloc byte[MaximumMark];
        Encoding.UTF8.GetEncoder().Convert(label, utf8, flush: true, out _, out var length, out _);
        Control(0, JournalRecordKind.Mark, now, utf8[..length]);
    }

    /// <summary>Notes what was drawn over a picture or that it was wiped; as other content, nothing while paused.</summary>
    public void OnDrawing(MonotonicTime now, JournalDrawing drawing)
    {
        if (!_paused)
        {
            Control(
                0, JournalRecordKind.Drawing, now, JsonSerializer.SerializeToUtf8Bytes(drawing, JournalJson.Default.JournalDrawing));
        }
    }

    /// <summary>
    /// Whether this track's picture needs a key frame that has not been asked for within the last second: at its
    /// start, after a pause, and when a loss was not repaired in time. Asking counts as asked.
    /// </summary>
    public bool TakeKeyFrameRequest(TrackHandle track, MonotonicTime now)
    {
        var state = _tracks[track.Number - 1];
        if (!state.NeedsKeyFrame || state.Ended || _paused || _closed || now < state.AskAfter)
        {
            return false;
        }

        state.AskAfter = now + AskAgain;
        return true;
    }

    /// <summary>Ends the recording's epoch; <see cref="Completion"/> tells when all of it is on the disk.</summary>
    public void Close(MonotonicTime now)
    {
        if (_closed)
        {
            return;
        }

        for (var index = 0; index < _tracks.Count; index++)
        {
            WriteGap(index + 1, _tracks[index], now);
        }

        Control(0, JournalRecordKind.Closed, now, default);
        Volatile.Write(ref _closed, true);
        _wake();
    }

    /// <summary>Follows key frames and losses.</summary>
    private static void WatchKeyFrames(TapTrack state, MonotonicTime now, ReadOnlySpan<byte> rtp)
    {
        var sequence = BinaryPrimitives.ReadUInt16BigEndian(rtp[2..]);
        if (RtpPacket.TryParse(rtp, out var packet)
            && (state.IsVp8 ? Vp8Payload.IsKeyFrameStart(packet.Payload) : H264Payload.IsKeyFrameStart(packet.Payload)))
        {
            state.NeedsKeyFrame = false;
        }

        var ahead = (short)(sequence - state.Highest);
        if (state.Started && ahead > 1 && !state.NeedsKeyFrame && !state.IsRepaired)
        {
            // A retransmission may still fill the hole, so the request waits for as long as one takes.
            state.NeedsKeyFrame = true;
            state.AskAfter = now + RepairTime;
        }

        if (!state.Started || ahead > 0)
        {
            state.Highest = sequence;
            state.Started = true;
        }
    }

    private static byte[] Json(TrackDescription description) =>
        JsonSerializer.SerializeToUtf8Bytes(description, JournalJson.Default.TrackDescription);

    private void Drop(TapTrack state, MonotonicTime now)
    {
        if (state.Lost++ == 0)
        {
            state.FirstLost = now;
            _wake();
        }

        state.LastLost = now;
        Volatile.Write(ref _dropped, _dropped + 1);
    }

    private bool WriteGap(int track, TapTrack state, MonotonicTime now)
    {
        if (state.Lost == 0)
        {
            return true;
        }

        Span<byte> payload = stackalloc byte[JournalGap.Length];
        new JournalGap(state.Lost, state.FirstLost, state.LastLost).Write(payload);
        if (!_ring.TryWriteControl(track, JournalRecordKind.Gap, now, payload))
        {
            return false;
        }

        state.Lost = 0;
        state.NeedsKeyFrame = state.IsVideo;
        return true;
    }

    private void Control(int track, JournalRecordKind kind, MonotonicTime now, ReadOnlySpan<byte> payload)
    {
        if (!_closed && !_ring.TryWriteControl(track, kind, now, payload))
        {
            Volatile.Write(ref _dropped, _dropped + 1);
        }
    }
}
