using Telemed.Media.Signalling;
using Telemed.Recording.Journal;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Media.Shards;

/// <content>Coming and going. These are called by commands, on the shard's thread.</content>
internal sealed unsafe partial class Shard
{
    /// <summary>Brings a participant in, or gives it a new transport; the transport is the shard's from now on.</summary>
    /// <exception cref="MediaRefusedException">The shard or the room is full; the transport is disposed.</exception>
    public Participant Join(
        MonotonicTime now, string roomId, string id, string ufrag, PeerTransport transport, ParticipantMedia media, bool recordable)
    {
        var room = OpenRoom(roomId);
        var before = room.Room.Find(id);
        if (before is null && (Counters.Participants >= _settings.MaximumParticipants
            || room.Room.Participants.Count >= _settings.MaximumRoomParticipants))
        {
            transport.Dispose();
            throw new MediaRefusedException(MediaRefusal.Overloaded, "There is no room for another participant.");
        }

        if (before is null && Counters.BusyPermille >= _settings.RefuseAtBusyPermille)
        {
            transport.Dispose();
            throw new MediaRefusedException(
                MediaRefusal.Overloaded, $"The media processor is {Counters.BusyPermille / 10} % busy; another would cost all of them quality.");
        }

        if (before?.Transport is Peer old)
        {
            Replace(now, old);
        }

        var participant = room.Room.Join(now, id, media, recordable);
        var peer = new Peer(room, participant, ufrag, transport)
        {
            Media = media,
            Measured = (now, 0, 0),
            Outlets = (before?.Transport as Peer)?.Outlets ?? [],
        };
        UpdateMirrors(peer);
        peer.Target.AudioTypes = AudioTypesOf(media);
        participant.Transport = peer;
        _byUfrag[ufrag] = peer;
        Counters.Participants += before is null ? 1 : 0;
        transport.HandleTimeout(now);
        Drain(now, peer);
        Schedule(peer);
        Unsettle(room);
        return participant;
    }

    /// <summary>Takes what a further offer agreed on.</summary>
    /// <param name="now">The time.</param>
    /// <param name="roomId">The room.</param>
    /// <param name="id">The participant.</param>
    /// <param name="ufrag">Our fragment before the offer, which tells its transport from an older one.</param>
    /// <param name="result">What was agreed on.</param>
    /// <returns>False when the participant or that transport is not there.</returns>
    public bool Update(MonotonicTime now, string roomId, string id, string ufrag, NegotiationResult result)
    {
        if (!TryFind(roomId, id, out var room, out var participant) || participant.Transport is not Peer { IsEnded: false } peer
            || !string.Equals(peer.Ufrag, ufrag, StringComparison.Ordinal))
        {
            return false;
        }

        if (result.Restart is { } credentials)
        {
            // Checks with the old fragment still find the peer by their path.
            _byUfrag.Remove(peer.Ufrag);
            peer.Ufrag = credentials.UsernameFragment;
            _byUfrag[peer.Ufrag] = peer;
            peer.Transport.RestartIce(credentials);
        }

        room.Room.Update(now, participant, result.Media);
        peer.Media = result.Media;
        UpdateMirrors(peer);
        peer.Target.AudioTypes = AudioTypesOf(result.Media);
        Unsettle(room);
        return true;
    }

    /// <summary>Takes a participant out.</summary>
    public void Leave(MonotonicTime now, string roomId, string id, DisconnectReason reason)
    {
        if (TryFind(roomId, id, out var room, out var participant))
        {
            Remove(now, room, participant, reason);
        }
    }

    /// <summary>Ends a room.</summary>
    /// <returns>The tap of its recording, closed; null when nothing was recorded.</returns>
    public Recording.RecordingTap? CloseRoom(MonotonicTime now, string roomId)
    {
        if (!_rooms.Remove(roomId, out var room))
        {
            return null;
        }

        var tap = room.StopRecording(now);
        while (room.Room.Participants.Count > 0)
        {
            Remove(now, room, room.Room.Participants[^1], DisconnectReason.RoomClosed);
        }

        Count(room);
        Counters.Rooms--;
        _settings.Logger.RoomClosed(roomId);
        return tap;
    }

    /// <summary>Finds a room; false when it is not open.</summary>
    public bool TryFind(string roomId, out ShardRoom room)
    {
        var found = _rooms.TryGetValue(roomId, out room!);
        if (found)
        {
            Unsettle(room);
        }

        return found;
    }

    /// <summary>Finds a participant; false when it is not there.</summary>
    public bool TryFind(string roomId, string id, out ShardRoom room, out Participant participant)
    {
        participant = null!;
        if (!TryFind(roomId, out room) || room.Room.Find(id) is not { } found)
        {
            return false;
        }

        participant = found;
        return true;
    }

    /// <summary>Opens a room if it is not open.</summary>
    public ShardRoom OpenRoom(string roomId)
    {
        if (!_rooms.TryGetValue(roomId, out var room))
        {
            room = new(roomId, this, _settings.Post, WantKeyFrameElsewhere, _settings.Clock, _epoch, _random);
            _rooms.Add(roomId, room);
            Counters.Rooms++;
            _settings.Logger.RoomOpened(roomId, _settings.Index);
        }

        return room;
    }

    private static UInt128 AudioTypesOf(ParticipantMedia media)
    {
        var types = UInt128.Zero;
        foreach (var slot in media.Slots.Where(slot => slot.Kind == StreamKind.Audio))
        {
            foreach (var codec in slot.Codecs)
            {
                types |= UInt128.One << codec.PayloadType;
                types |= codec.RedPayloadType == 0 ? UInt128.Zero : UInt128.One << codec.RedPayloadType;
            }
        }

        return types;
    }

    private void Unsettle(ShardRoom room)
    {
        if (!room.IsUnsettled)
        {
            room.IsUnsettled = true;
            _unsettled.Add(room);
        }
    }

    private void Count(ShardRoom room)
    {
        var counters = room.Room.Counters;
        var before = room.Counted;
        Counters.PacketsIn += counters.PacketsIn - before.PacketsIn;
        Counters.Retransmissions += counters.Retransmissions - before.Retransmissions;
        Counters.KeyFrameRequests += counters.KeyFrameRequests - before.KeyFrameRequests;
        room.Counted = counters;
    }

    private void Remove(MonotonicTime now, ShardRoom room, Participant participant, DisconnectReason reason)
    {
        if (participant.Transport is Peer peer)
        {
            if (!peer.IsEnded)
            {
                peer.Transport.Close(now);
                SendWaiting(peer, default, default);
            }

            EndTransport(now, peer, reason);
            _deadlines.Remove(peer);
        }

        Forget(now, room, participant);
        Unsettle(room);
    }

    private void Replace(MonotonicTime now, Peer old)
    {
        EndTransport(now, old, DisconnectReason.Replaced);
        _deadlines.Remove(old);
    }

    /// <summary>Frees a transport; the participant keeps its place for a while.</summary>
    private void EndTransport(MonotonicTime now, Peer peer, DisconnectReason reason)
    {
        if (peer.IsEnded)
        {
            return;
        }

        peer.IsEnded = true;
        peer.AbsentUntil = now + _settings.Absence;
        foreach (var path in peer.Paths)
        {
            Mislead(path, peer);
            LinkTo(path)?.Close();
        }

        if (_byUfrag.TryGetValue(peer.Ufrag, out var known) && ReferenceEquals(known, peer))
        {
            _byUfrag.Remove(peer.Ufrag);
        }

        peer.Room.Room.LoseTransport(now, peer.Participant);
        peer.Transport.Dispose();
        Schedule(peer);
        Unsettle(peer.Room);
        peer.Room.Recorder?.OnTransport(peer.Participant.Id, TransportChange.Lost, now);
        peer.Room.Post(new MediaEvent.ParticipantDisconnected(peer.Room.Id, peer.Participant.Id, reason));
        _settings.Logger.Disconnected(peer.Room.Id, peer.Participant.Id, reason);
    }

    /// <summary>
    /// A peer's link is gone. For the room it is away, as if its transport had ended; but its keys and streams stay, and its
    /// first check brings it back.
    /// </summary>
    private void Silence(MonotonicTime now, Peer peer)
    {
        foreach (var path in peer.Paths)
        {
            Mislead(path, peer);
            LinkTo(path)?.Close();
        }

        peer.LastPath = default;
        peer.Room.Room.Suspend(now, peer.Participant);
        Unsettle(peer.Room);
        peer.Room.Recorder?.OnTransport(peer.Participant.Id, TransportChange.Lost, now);
        peer.Room.Post(new MediaEvent.ParticipantDisconnected(peer.Room.Id, peer.Participant.Id, DisconnectReason.TimedOut));
        _settings.Logger.Disconnected(peer.Room.Id, peer.Participant.Id, DisconnectReason.TimedOut);
    }

    private void Return(MonotonicTime now, Peer peer)
    {
        peer.Room.Room.Resume(now, peer.Participant);
        Unsettle(peer.Room);
        peer.Room.Recorder?.OnTransport(peer.Participant.Id, TransportChange.Connected, now);
        peer.Room.Post(new MediaEvent.ParticipantConnected(peer.Room.Id, peer.Participant.Id));
        _settings.Logger.Connected(peer.Room.Id, peer.Participant.Id);
    }

    private void GiveUp(MonotonicTime now, Peer peer)
    {
        _deadlines.Remove(peer);
        Forget(now, peer.Room, peer.Participant);
        Unsettle(peer.Room);
    }

    // Leaving touches the participant once more; without a transport nothing puts the peer back among the deadlines.
    private void Forget(MonotonicTime now, ShardRoom room, Participant participant)
    {
        if (participant.Transport is Peer peer)
        {
            RemoveMirrors(peer);
        }

        room.Room.Leave(now, participant);
        participant.Transport = null;
        Counters.Participants--;
    }

    /// <summary>
    /// Ends a peer whose handling threw. If even that fails, what the peer's room holds cannot be trusted: the room ends.
    /// </summary>
    private void EndFaulty(MonotonicTime now, Peer peer, Exception fault)
    {
        Counters.Faults++;
        _settings.Logger.PeerFailed(fault, peer.Room.Id, peer.Participant.Id);
        try
        {
            EndTransport(now, peer, DisconnectReason.Failed);
        }
#pragma warning disable CA1031 // a fault ends its room, never the loop
        catch (Exception second)
#pragma warning restore CA1031
        {
            EndFaultyRoom(now, peer.Room, second);
        }
    }

    private void EndFaultyRoom(MonotonicTime now, ShardRoom room, Exception fault)
    {
        _settings.Logger.RoomFailed(fault, room.Id);
        _rooms.Remove(room.Id);
        Counters.Rooms--;
        Counters.Participants -= room.Room.Participants.Count;
        foreach (var participant in room.Room.Participants)
        {
            if (participant.Transport is not Peer peer)
            {
                continue;
            }

            peer.IsEnded = true;
            participant.Transport = null;
            _deadlines.Remove(peer);
            _byUfrag.Remove(peer.Ufrag);
            foreach (var path in peer.Paths)
            {
                Mislead(path, peer);
            }

            peer.Transport.Dispose();
        }

        room.Recorder?.Tap.Close(now);
        room.Post(new MediaEvent.RoomFailed(room.Id));
    }
}
