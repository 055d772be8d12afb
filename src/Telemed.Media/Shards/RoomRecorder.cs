using Telemed.Media.Recording;
using Telemed.Recording.Journal;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Media.Shards;

/// <summary>Hands a room's consented media to the journal. The gate is in the room; this only translates.</summary>
internal sealed class RoomRecorder : IRoomTap
{
    private readonly Dictionary<string, string?> _consents = new(StringComparer.Ordinal);
    private readonly Dictionary<Publication, Track> _tracks = [];

    /// <summary>A recorder over this tap, whose start names those who have agreed.</summary>
    public RoomRecorder(RecordingTap tap)
    {
        Tap = tap;
        foreach (var person in tap.Start.Participants.Where(person => person.Granted))
        {
            _consents[person.Participant] = person.ConsentVersion;
        }
    }

    /// <summary>The way to the journal.</summary>
    public RecordingTap Tap { get; }

    /// <summary>The transport of a participant came up, moved or was lost; of those who did not agree nothing is noted.</summary>
    public void OnTransport(string participant, TransportChange what, MonotonicTime now)
    {
        if (_consents.ContainsKey(participant))
        {
            Tap.OnTransport(now, new(participant, what));
        }
    }

    /// <summary>
    /// A participant's answer was applied at the gate; the same one again, to the same text, is not written twice.
    /// </summary>
    public void OnConsent(string participant, bool granted, string? textVersion, MonotonicTime now)
    {
        var known = _consents.TryGetValue(participant, out var version);
        if (granted ? known && version == textVersion : !known)
        {
            return;
        }

        if (granted)
        {
            _consents[participant] = textVersion;
        }
        else
        {
            _consents.Remove(participant);
        }

        Tap.OnConsent(now, new(participant, granted, textVersion));
    }

    /// <inheritdoc/>
    public void OnAdded(Publication publication, MonotonicTime now)
    {
        if (Describe(publication) is not { } description)
        {
            return;
        }

        if (!_consents.ContainsKey(publication.Owner.Id))
        {
            // Agreed before they entered this room, so that no answer was applied while the recording ran.
            OnConsent(publication.Owner.Id, true, null, now);
        }

        var handle = Tap.AddTrack(description, now, publication.Nack);
        _tracks[publication] = new(handle, description) { IsMuted = publication.IsMuted };
        if (publication.IsMuted)
        {
            Tap.OnMuted(handle, now, true);
        }

        publication.TapTrack = handle.Number;
    }

    /// <inheritdoc/>
    public void OnRemoved(Publication publication, MonotonicTime now)
    {
        if (_tracks.Remove(publication, out var track))
        {
            Tap.OnTrackEnded(track.Handle, now);
            publication.TapTrack = 0;
        }
    }

    /// <inheritdoc/>
    public void OnChanged(Publication publication, MonotonicTime now)
    {
        if (!_tracks.TryGetValue(publication, out var track) || Describe(publication) is not { } description)
        {
            return;
        }

        if (publication.IsMuted != track.IsMuted)
        {
            Tap.OnMuted(track.Handle, now, publication.IsMuted);
        }

        if (description != track.Description)
        {
            Tap.OnDescriptionChanged(track.Handle, now, description);
        }

        _tracks[publication] = track with { Description = description, IsMuted = publication.IsMuted };
    }

    /// <inheritdoc/>
    public void OnRtp(Publication publication, MonotonicTime now, ReadOnlySpan<byte> rtp)
    {
        if (publication.TapTrack != 0)
        {
            Tap.OnRtp(new(publication.TapTrack), now, rtp);
        }
    }

    /// <inheritdoc/>
    public void OnSenderReport(Publication publication, MonotonicTime now, SenderReport report)
    {
        if (publication.TapTrack != 0)
        {
            Tap.OnSenderReport(new(publication.TapTrack), now, report.Ntp, report.RtpTimestamp);
        }
    }

    /// <inheritdoc/>
    public bool TakeKeyFrameRequest(Publication publication, MonotonicTime now) =>
        publication.TapTrack != 0 && Tap.TakeKeyFrameRequest(new(publication.TapTrack), now);

    private static TrackDescription? Describe(Publication publication) =>
        publication.Codec is not { } codec || publication.TappedSsrc is not { } ssrc ? null : new(
            publication.Owner.Id,
            publication.Id,
            publication.Mid,
            publication.Kind == StreamKind.Audio ? TrackKind.Audio : TrackKind.Video,
            publication.Feed,
            publication.Label,
            codec.Name,
            codec.PayloadType,
            codec.ClockRate,
            ssrc.Value)
        {
            Layer = publication.TappedLayer,
        };

    private sealed record Track(TrackHandle Handle, TrackDescription Description)
    {
        public bool IsMuted { get; init; }
    }
}
