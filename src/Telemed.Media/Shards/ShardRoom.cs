using Telemed.Media.Recording;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Media.Shards;

/// <summary>A room on its shard: the router, its recording, and the translation of its news for the rest of the node.</summary>
internal sealed class ShardRoom : IRoomEvents
{
    private readonly Action<MediaEvent> _post;
    private readonly Action<string, string> _wantKeyFrame;
    private readonly MonotonicClock _clock;

    /// <summary>Opens a room.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="output">Where its packets go.</param>
    /// <param name="post">Takes its news.</param>
    /// <param name="wantKeyFrame">Asks the other shards for a key frame of a mirrored publication: the room's id, the
    /// publication's.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="epoch">The wall time at the monotonic clock's zero.</param>
    /// <param name="random">Chooses first numbers.</param>
    public ShardRoom(
        string id,
        IRoomOutput output,
        Action<MediaEvent> post,
        Action<string, string> wantKeyFrame,
        MonotonicClock clock,
        NtpTime epoch,
        Random random)
    {
        Id = id;
        _post = post;
        _wantKeyFrame = wantKeyFrame;
        _clock = clock;
        Room = new(id, output, this, epoch, random);
    }

    /// <summary>The room's id.</summary>
    public string Id { get; }

    /// <summary>Whether this shard tells who speaks: the one on which the room opened.</summary>
    public bool TellsSpeakers { get; set; } = true;

    /// <summary>The router.</summary>
    public Room Room { get; }

    /// <summary>The running recording; null when there is none.</summary>
    public RoomRecorder? Recorder { get; private set; }

    /// <summary>The counters when they were last added to the shard's.</summary>
    public RoomCounters Counted { get; set; }

    /// <summary>Whether it is on the shard's list of rooms whose deadlines may have changed.</summary>
    public bool IsUnsettled { get; set; }

    /// <summary>Begins to record.</summary>
    public void StartRecording(MonotonicTime now, RecordingTap tap)
    {
        Recorder = new(tap);
        Room.SetTap(now, Recorder);
    }

    /// <summary>Ends recording; the tap is closed.</summary>
    /// <returns>The tap, or null when nothing was recorded.</returns>
    public RecordingTap? StopRecording(MonotonicTime now)
    {
        var tap = Recorder?.Tap;
        Room.SetTap(now, null);
        Recorder = null;
        tap?.Close(now);
        return tap;
    }

    /// <summary>Tells the node something about this room.</summary>
    public void Post(MediaEvent happened) => _post(happened);

    /// <inheritdoc/>
    public void PublicationAdded(Publication publication) =>
        PostOf(publication, new MediaEvent.PublicationAdded(Id, Describe(publication)));

    /// <inheritdoc/>
    public void PublicationChanged(Publication publication) =>
        PostOf(publication, new MediaEvent.PublicationChanged(Id, Describe(publication)));

    /// <inheritdoc/>
    public void PublicationRemoved(Publication publication) =>
        PostOf(publication, new MediaEvent.PublicationRemoved(Id, Describe(publication)));

    /// <inheritdoc/>
    public void KeyFrameWanted(Publication publication) => _wantKeyFrame(Id, publication.Id);

    /// <inheritdoc/>
    public void SlotAssigned(Slot slot) =>
        _post(new MediaEvent.SlotAssigned(Id, slot.Owner.Id, slot.Mid, slot.Assigned?.Id));

    /// <inheritdoc/>
    public void SpeakersChanged(IReadOnlyList<Participant> speakers)
    {
        // Every shard of a room hears every voice; one of them tells.
        if (TellsSpeakers)
        {
            _post(new MediaEvent.Speakers(Id, [.. speakers.Select(speaker => speaker.Id)]));
        }
    }

    /// <inheritdoc/>
    public void LinkMeasured(Participant participant, LinkMeasurement measurement)
    {
        if (participant.Transport is not Peer peer)
        {
            return;
        }

        var (at, bytesIn, bytesOut) = peer.Measured;
        var now = _clock.Now;
        peer.Measured = (now, peer.BytesIn, peer.BytesOut);
        var seconds = (now - at).TotalSeconds;
        _post(new MediaEvent.LinkQuality(
            Id,
            participant.Id,
            measurement.LossPercent,
            measurement.RoundTrip?.TotalMilliseconds,
            measurement.JitterMs,
            KilobitsPerSecond(peer.BytesIn - bytesIn, seconds),
            KilobitsPerSecond(peer.BytesOut - bytesOut, seconds),
            peer.Target.Path.Protocol == NetworkProtocol.Tcp,
            measurement.Score));
    }

    private static int KilobitsPerSecond(long bytes, double seconds) => (int)(bytes * 8 / 1000 / seconds);

    /// <summary>A publication in the node's words.</summary>
    public static PublicationInfo Describe(Publication publication) => new(
        publication.Id,
        publication.Owner.Id,
        publication.Mid,
        Describe(publication.Kind),
        publication.Feed,
        publication.Label,
        publication.IsMuted);

    /// <summary>A slot in the node's words.</summary>
    public static SlotInfo Describe(Slot slot) => new(slot.Mid, Describe(slot.Kind), slot.Assigned?.Id);

    // What a mirror does its original's shard has told.
    private void PostOf(Publication publication, MediaEvent happened)
    {
        if (!publication.Owner.IsMirror)
        {
            _post(happened);
        }
    }

    private static MediaKind Describe(StreamKind kind) =>
        kind == StreamKind.Audio ? MediaKind.Audio : MediaKind.Video;
}
