using Telemed.Rtc.Time;
using Telemed.Sfu.Speakers;

namespace Telemed.Sfu.Routing;

/// <summary>
/// What media does in one room. Packets and the time come in; packets go out by <see cref="IRoomOutput"/> and news by
/// <see cref="IRoomEvents"/>, both in the middle of these calls. One thread at a time; nothing is allocated for a packet.
/// After each call, take the participants from <see cref="TryTakeTouched"/>: their deadlines may have changed.
/// </summary>
public sealed partial class Room
{
    private readonly IRoomOutput _output;
    private readonly IRoomEvents _events;
    private readonly Random _random;
    private readonly NtpTime _epoch;
    private readonly List<Participant> _participants = [];
    private readonly List<Publication> _publications = [];
    private readonly SpeakerBoard _speakers = new();
    private readonly List<Participant> _touched = [];
    private IRoomTap? _tap;
    private RoomCounters _counters;

    /// <summary>Opens a room.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="output">Where its packets go.</param>
    /// <param name="events">Who hears what happens in it.</param>
    /// <param name="epoch">The wall time at the monotonic clock's zero.</param>
    /// <param name="random">Chooses first sequence numbers and time stamps; its use stays on the room's thread.</param>
    public Room(string id, IRoomOutput output, IRoomEvents events, NtpTime epoch, Random random)
    {
        Id = id;
        _output = output;
        _events = events;
        _epoch = epoch;
        _random = random;
    }

    /// <summary>The room's id.</summary>
    public string Id { get; }

    /// <summary>Who is in it, in the order of joining.</summary>
    public IReadOnlyList<Participant> Participants => _participants;

    /// <summary>What they publish, in the order of beginning.</summary>
    public IReadOnlyList<Publication> Publications => _publications;

    /// <summary>What it did so far.</summary>
    public RoomCounters Counters => _counters;

    /// <summary>Finds a participant; null when it is not there.</summary>
    public Participant? Find(string participant)
    {
        foreach (var one in _participants)
        {
            if (string.Equals(one.Id, participant, StringComparison.Ordinal))
            {
                return one;
            }
        }

        return null;
    }

    /// <summary>
    /// Brings a participant in. One that is there already gets a new transport: its publications with the same mids go
    /// on, its slots are new, its wishes stay.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="id">The participant's id.</param>
    /// <param name="media">What its peer connection has agreed on.</param>
    /// <param name="recordable">Whether it has agreed to be recorded.</param>
    public Participant Join(MonotonicTime now, string id, ParticipantMedia media, bool recordable)
    {
        var participant = Find(id);
        if (participant is null)
        {
            participant = new(this, id);
            _participants.Add(participant);
        }
        else
        {
            LoseTransport(now, participant);
        }

        SetRecordable(now, participant, recordable);
        Update(now, participant, media);
        return participant;
    }

    /// <summary>Brings in somebody whose transport is elsewhere; see <see cref="Participant.IsMirror"/>.</summary>
    public Participant JoinMirror(MonotonicTime now, string id, ParticipantMedia media, bool recordable)
    {
        var participant = Find(id);
        if (participant is null)
        {
            participant = new(this, id) { IsMirror = true };
            _participants.Add(participant);
        }

        SetRecordable(now, participant, recordable);
        Update(now, participant, media);
        return participant;
    }

    /// <summary>Receivers elsewhere wait for a key frame of a publication, or of one layer of it.</summary>
    /// <param name="now">The time.</param>
    /// <param name="id">The id that <see cref="IRoomEvents.KeyFrameWanted"/> told.</param>
    public void RequestKeyFrame(MonotonicTime now, string id)
    {
        foreach (var participant in _participants)
        {
            foreach (var encoding in participant.EncodingList)
            {
                if (!participant.IsMirror && !encoding.IsMuted && string.Equals(encoding.Id, id, StringComparison.Ordinal))
                {
                    Want(now, encoding);
                }
            }
        }
    }

    /// <summary>Takes what a further offer of the same peer connection agreed on.</summary>
    public void Update(MonotonicTime now, Participant participant, ParticipantMedia media)
    {
        participant.Extensions = media.Extensions;
        participant.FeedbackSsrc = media.FeedbackSsrc;
        UpdateSlots(now, participant, media.Slots);
        participant.MeasureDownlink();
        var changed = UpdatePublications(now, participant, media.Published);
        if (changed)
        {
            AssignAll(now);
        }
        else
        {
            SlotAssigner.Assign(now, participant, _publications, _events);
        }
    }

    /// <summary>Takes a participant out; its publications end.</summary>
    public void Leave(MonotonicTime now, Participant participant)
    {
        LoseTransport(now, participant);
        foreach (var slot in participant.SlotList)
        {
            slot.Assign(now, null);
        }

        participant.SlotList.Clear();
        while (participant.PublicationList.Count > 0)
        {
            RemovePublication(now, participant.PublicationList[^1]);
        }

        _participants.Remove(participant);
        AssignAll(now);
    }

    /// <summary>The participant's transport is up: packets can go both ways.</summary>
    public void Connect(MonotonicTime now, Participant participant)
    {
        participant.IsConnected = true;
        participant.Downlink?.Begin(now);
        Touch(participant);
        foreach (var slot in participant.SlotList)
        {
            if (slot.TargetLayer(now) is { } publication)
            {
                WantKeyFrame(now, publication, slot);
            }
        }
    }

    /// <summary>The participant's transport is gone; the participant stays and may join again.</summary>
    public void LoseTransport(MonotonicTime now, Participant participant)
    {
        participant.ForgetTransport();
        Touch(participant);
        foreach (var slot in participant.SlotList)
        {
            slot.StopFlow();
        }

        foreach (var publication in participant.PublicationList)
        {
            publication.StopFlow();
        }

        LookForSpeakers(now);
    }

    /// <summary>The participant's link is gone, its transport is not: nothing goes to it until <see cref="Resume"/>.</summary>
    public void Suspend(MonotonicTime now, Participant participant)
    {
        participant.IsConnected = false;
        Touch(participant);
        foreach (var slot in participant.SlotList)
        {
            slot.StopFlow();
        }

        LookForSpeakers(now);
    }

    /// <summary>The link is back, and with it all streams under their numbers; pictures begin anew both ways.</summary>
    public void Resume(MonotonicTime now, Participant participant)
    {
        Connect(now, participant);
        foreach (var encoding in participant.EncodingList)
        {
            if (encoding.SubscriberCount > 0)
            {
                encoding.KeyFrames?.Want(now);
            }
        }
    }

    /// <summary>Says what a publication shows and whether it is muted; nothing when there is none at the mid.</summary>
    public void SetPublication(
        MonotonicTime now, Participant participant, string mid, string feed, string label, bool muted)
    {
        if (participant.PublicationAt(mid) is not { } publication
            || (publication.Feed == feed && publication.Label == label && publication.IsMuted == muted))
        {
            return;
        }

        var wasInstrument = publication.IsInstrument;
        publication.Feed = feed;
        publication.Label = label;
        if (publication.IsInstrument != wasInstrument)
        {
            AssignAll(now);
        }

        if (publication.IsMuted != muted)
        {
            publication.IsMuted = muted;
            ChangeMute(now, publication);
        }

        if (publication.IsTapped)
        {
            _tap?.OnChanged(publication, now);
        }

        _events.PublicationChanged(publication);
    }

    /// <summary>
    /// Takes the owner's wish for a slot: a publication's id, or null for nothing. Slots without a wish stay automatic.
    /// </summary>
    public void SetWish(MonotonicTime now, Participant participant, string mid, string? publication)
    {
        if (participant.SlotAt(mid) is { } slot)
        {
            slot.IsWished = true;
            slot.Wish = publication;
            SlotAssigner.Assign(now, participant, _publications, _events);
        }
    }

    /// <summary>Takes whose sound a participant gets from now on; it stands above wishes. Null: everybody's.</summary>
    public void SetSound(MonotonicTime now, Participant participant, SoundChoice? choice)
    {
        participant.Sound = choice;
        SlotAssigner.Assign(now, participant, _publications, _events);
    }

    /// <summary>Lets a tap have a copy of what those send who have agreed to it; null ends that.</summary>
    public void SetTap(MonotonicTime now, IRoomTap? tap)
    {
        foreach (var publication in _publications)
        {
            EndTapping(now, publication);
        }

        _tap = tap;
        foreach (var publication in _publications)
        {
            WantKeyFrameForTap(now, publication);
        }
    }

    /// <summary>
    /// Grants or withdraws a participant's consent to be recorded. Applied at once: the next packet already obeys.
    /// </summary>
    public void SetRecordable(MonotonicTime now, Participant participant, bool recordable)
    {
        participant.IsRecordable = recordable;
        foreach (var publication in participant.PublicationList)
        {
            if (recordable)
            {
                WantKeyFrameForTap(now, publication);
            }
            else
            {
                EndTapping(now, publication);
            }
        }
    }

    /// <summary>Takes the next participant whose <see cref="Participant.NextDeadline"/> may have changed.</summary>
    public bool TryTakeTouched(out Participant participant)
    {
        if (_touched.Count == 0)
        {
            participant = null!;
            return false;
        }

        participant = _touched[^1];
        _touched.RemoveAt(_touched.Count - 1);
        participant.IsTouched = false;
        participant.NextDeadline = DeadlineOf(participant);
        return true;
    }

    /// <summary>A slot needs a key frame of a publication.</summary>
    internal void WantKeyFrame(MonotonicTime now, Publication publication, Slot slot)
    {
        if (!publication.IsMuted && slot.Owner.IsConnected)
        {
            Want(now, publication);
        }
    }

    /// <summary>Lets reports to a participant begin.</summary>
    internal void StartReports(MonotonicTime now, Participant participant)
    {
        participant.ReportsDue = now + ReportInterval;
        Touch(participant);
    }

    /// <summary>Notes that a participant's deadline may have changed.</summary>
    internal void Touch(Participant participant)
    {
        if (!participant.IsTouched)
        {
            participant.IsTouched = true;
            _touched.Add(participant);
        }
    }

    private NtpTime WallTime(MonotonicTime now) =>
        new(_epoch.Value + (ulong)(((Int128)now.Nanoseconds << 32) / 1_000_000_000));

    private void AssignAll(MonotonicTime now)
    {
        foreach (var participant in _participants)
        {
            SlotAssigner.Assign(now, participant, _publications, _events);
        }
    }

    private void UpdateSlots(MonotonicTime now, Participant participant, IReadOnlyList<SlotLine> lines)
    {
        List<Slot> slots = [];
        foreach (var line in lines)
        {
            var before = participant.SlotAt(line.Mid);
            if (before is not null && before.Ssrc == line.Ssrc && before.Kind == line.Kind)
            {
                slots.Add(before);
                continue;
            }

            slots.Add(new(participant, line, _random) { IsWished = before?.IsWished ?? false, Wish = before?.Wish });
        }

        foreach (var slot in participant.SlotList)
        {
            if (!slots.Contains(slot))
            {
                slot.Assign(now, null);
            }
        }

        participant.SlotList.Clear();
        participant.SlotList.AddRange(slots);
    }

    private bool UpdatePublications(MonotonicTime now, Participant participant, IReadOnlyList<PublishedLine> lines)
    {
        var changed = false;
        for (var i = participant.PublicationList.Count - 1; i >= 0; i--)
        {
            var publication = participant.PublicationList[i];
            if (!lines.Any(line => line.Mid == publication.Mid && line.Kind == publication.Kind))
            {
                RemovePublication(now, publication);
                changed = true;
            }
        }

        foreach (var line in lines)
        {
            var publication = participant.PublicationAt(line.Mid);
            if (publication is null)
            {
                publication = new(participant, line);
                participant.PublicationList.Add(publication);
                participant.EncodingList.Add(publication);
                participant.EncodingList.AddRange(publication.Layers);
                _publications.Add(publication);
                _events.PublicationAdded(publication);
                changed = true;
            }
            else
            {
                if (line.Ssrc is { } ssrc && publication.Ssrc != ssrc && publication.TapSource is null)
                {
                    EndTapping(now, publication);
                }

                publication.Renegotiate(line);
            }

            Bind(participant, publication, line);
        }

        return changed;
    }

    private static void Bind(Participant participant, Publication publication, PublishedLine line)
    {
        if (line.Ssrc is { } ssrc)
        {
            participant.TryBind(ssrc, publication, isRtx: false);
        }

        if (line.RtxSsrc is { } rtx)
        {
            participant.TryBind(rtx, publication, isRtx: true);
        }

        for (var i = 0; i < line.Layers.Count && i <= publication.Layers.Count; i++)
        {
            var layer = line.Layers[i];
            Bind(participant, publication.LayerAt(i), line with { Ssrc = layer.Ssrc, RtxSsrc = layer.RtxSsrc, Layers = [] });
        }
    }

    private void RemovePublication(MonotonicTime now, Publication publication)
    {
        publication.StopFlow();
        EndTapping(now, publication);
        publication.Owner.PublicationList.Remove(publication);
        publication.Owner.EncodingList.RemoveAll(one => ReferenceEquals(one.Main, publication));
        publication.Owner.Unbind(publication);
        foreach (var layer in publication.Layers)
        {
            publication.Owner.Unbind(layer);
        }

        _publications.Remove(publication);
        foreach (var participant in _participants)
        {
            foreach (var slot in participant.SlotList)
            {
                if (ReferenceEquals(slot.Assigned, publication) && slot.Assign(now, null))
                {
                    _events.SlotAssigned(slot);
                }
            }
        }

        _events.PublicationRemoved(publication);
    }

    private void ChangeMute(MonotonicTime now, Publication publication)
    {
        if (publication.IsMuted)
        {
            publication.StopFlow();
            publication.KeyFrames?.Fulfil();
            foreach (var layer in publication.Layers)
            {
                layer.KeyFrames?.Fulfil();
            }

            LookForSpeakers(now);
        }
        else if (publication.KeyFrames is { } keyFrames && (publication.HasWaiters || IsTappable(publication)))
        {
            keyFrames.Want(now);
        }

        Touch(publication.Owner);
    }

    private bool IsTappable(Publication publication) => _tap is not null && publication.Owner.IsRecordable
        && ReferenceEquals(publication.Main.TapSource ?? publication.Main, publication);

    private void WantKeyFrameForTap(MonotonicTime now, Publication publication)
    {
        if (IsTappable(publication) && !publication.IsMuted)
        {
            Want(now, publication);
        }
    }

    private void Want(MonotonicTime now, Publication publication)
    {
        if (publication.KeyFrames is not { } keyFrames)
        {
            return;
        }

        keyFrames.Want(now);
        if (!publication.Owner.IsMirror)
        {
            Touch(publication.Owner);
        }
        else if (keyFrames.TryTake(now))
        {
            _events.KeyFrameWanted(publication);
        }
    }

    private void EndTapping(MonotonicTime now, Publication publication)
    {
        if (publication.IsTapped)
        {
            publication.IsTapped = false;
            _tap?.OnRemoved(publication, now);
        }
    }

    private void LookForSpeakers(MonotonicTime now)
    {
        if (!_speakers.Look(now, _publications))
        {
            return;
        }

        _events.SpeakersChanged(_speakers.Speakers);
        AssignAll(now);
    }
}
