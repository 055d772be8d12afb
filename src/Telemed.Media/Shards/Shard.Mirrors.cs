using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Media.Shards;

/// <content>
/// A room on several shards. Each shard has a room of its own under the same id; what somebody publishes on one is handed,
/// decrypted, to mirrors on the others, which do with it what they do with packets from a socket. Key frames are asked
/// back by commands.
/// <code>
/// shard A: publisher ─► unprotect ─┬─► room ─► its receivers
///                                  └─► ring A→B ─► mirror ─► room on B ─► its receivers
/// </code>
/// </content>
internal sealed partial class Shard
{
    private const int MirroredPerTurn = 128;

    private MirrorRing?[] _inlets = [];
    private bool _hasWritten;

    /// <summary>The node's other shards; filled before they start.</summary>
    public List<Shard> Others => _settings.Others;

    /// <summary>The ring by which another shard hands packets to this one.</summary>
    public MirrorRing InletFrom(Shard writer) => _inlets[writer.Index]!;

    /// <summary>The rings that this shard reads, by the writing shard's number. Set before the shards start.</summary>
    public void ReadFrom(MirrorRing?[] inlets) => _inlets = inlets;

    /// <summary>Ends a sleep, as packets wait in a ring. Any thread.</summary>
    public void Wake() => _wake.Raise();

    /// <summary>What a participant publishes, when a shard has no mirror of it yet; null when there is nothing to do.</summary>
    public (ParticipantMedia Media, bool IsRecordable)? NeedsMirror(string roomId, string id, Shard target) =>
        TryFind(roomId, id, out _, out var participant) && participant.Transport is Peer { Media.Published.Count: > 0 } peer
        && !peer.Outlets.Any(outlet => outlet.Target == target)
            ? (participant.WithStreams(peer.Media), participant.IsRecordable)
            : null;

    /// <summary>Lets a participant's packets go to its mirror as well; false when it is gone.</summary>
    public bool Attach(string roomId, string id, Outlet outlet)
    {
        if (!TryFind(roomId, id, out _, out var participant) || participant.Transport is not Peer peer)
        {
            return false;
        }

        peer.Outlets = [.. peer.Outlets, outlet];

        // Streams that were learned since the mirror was made have told their names, and do so no more.
        UpdateMirrors(peer);
        foreach (var publication in participant.Publications)
        {
            MirrorPublication(peer, publication.Mid, publication.Feed, publication.Label, publication.IsMuted);
        }

        return true;
    }

    /// <summary>Makes a mirror, on its own shard.</summary>
    public Mirror AddMirror(MonotonicTime now, string roomId, string id, ParticipantMedia media, bool recordable)
    {
        var room = OpenRoom(roomId);
        var mirror = new Mirror(room, room.Room.JoinMirror(now, id, MirroredMedia(media), recordable));
        Unsettle(room);
        return mirror;
    }

    /// <summary>Says what a publication shows on the publisher's shard and on those that mirror it.</summary>
    public static void SetPublication(
        MonotonicTime now, ShardRoom room, Participant who, string mid, string feed, string label, bool muted)
    {
        room.Room.SetPublication(now, who, mid, feed, label, muted);
        if (who.Transport is Peer peer)
        {
            MirrorPublication(peer, mid, feed, label, muted);
        }
    }

    /// <summary>Asks a publisher for a key frame that receivers on another shard wait for.</summary>
    public void WantKeyFrame(MonotonicTime now, string publicationId, string roomId)
    {
        if (TryFind(roomId, out var room))
        {
            room.Room.RequestKeyFrame(now, publicationId);
        }
    }

    /// <summary>Ends a mirror, on its own shard; false when it has ended.</summary>
    public bool RemoveMirror(MonotonicTime now, Mirror mirror)
    {
        if (mirror.IsClosed)
        {
            return false;
        }

        mirror.IsClosed = true;
        mirror.Room.Room.Leave(now, mirror.Participant);
        Unsettle(mirror.Room);
        return true;
    }

    private void WantKeyFrameElsewhere(string roomId, string publicationId)
    {
        foreach (var other in _settings.Others)
        {
            _ = other.Post(
                (shard, now) =>
                {
                    shard.WantKeyFrame(now, publicationId, roomId);
                    return true;
                },
                isVital: true);
        }
    }

    private static void MirrorPublication(Peer peer, string mid, string feed, string label, bool muted)
    {
        foreach (var outlet in peer.Outlets)
        {
            var mirror = outlet.Mirror;
            _ = outlet.Target.Post(
                (_, now) =>
                {
                    mirror.Room.Room.SetPublication(now, mirror.Participant, mid, feed, label, muted);
                    return true;
                },
                isVital: true);
        }
    }

    private static void UpdateMirrors(Peer peer)
    {
        var media = MirroredMedia(peer.Participant.WithStreams(peer.Media));
        foreach (var outlet in peer.Outlets)
        {
            var mirror = outlet.Mirror;
            _ = outlet.Target.Post(
                (shard, now) =>
                {
                    if (!mirror.IsClosed)
                    {
                        mirror.Room.Room.Update(now, mirror.Participant, media);
                        shard.Unsettle(mirror.Room);
                    }

                    return true;
                },
                isVital: true);
        }
    }

    private static void RemoveMirrors(Peer peer)
    {
        foreach (var outlet in peer.Outlets)
        {
            _ = outlet.Target.Post((shard, now) => shard.RemoveMirror(now, outlet.Mirror), isVital: true);
        }

        peer.Outlets = [];
    }

    // Feedback, requests for packets and slots are the original's business.
    private static ParticipantMedia MirroredMedia(ParticipantMedia media) => media with
    {
        Published = [.. media.Published.Select(line => line with { Nack = false })],
        Slots = [],
        Extensions = media.Extensions with { TransportSequenceNumber = 0 },
    };

    /// <summary>Hands a decrypted packet to the mirrors; before the room does, which may change it in place.</summary>
    private void HandOver(Peer peer, ReadOnlySpan<byte> packet, bool isRtcp)
    {
        foreach (var outlet in peer.Outlets)
        {
            _hasWritten |= outlet.Ring.TryWrite(outlet.Mirror, packet, isRtcp);
        }
    }

    /// <summary>Wakes those for whom packets wait; once a turn, after all were written.</summary>
    private void WakeReaders()
    {
        if (!_hasWritten)
        {
            return;
        }

        _hasWritten = false;
        foreach (var target in _settings.Others)
        {
            if (target._inlets[Index] is { HasWork: true })
            {
                target.Wake();
            }
        }
    }

    private void TakeMirrored(MonotonicTime now)
    {
        foreach (var inlet in _inlets)
        {
            for (var i = 0; i < MirroredPerTurn && inlet is not null && inlet.TryPeek(out var mirror, out var packet, out var isRtcp); i++)
            {
                if (!mirror.IsClosed)
                {
                    TakeMirrored(now, mirror, packet, isRtcp);
                }

                inlet.Release();
            }
        }
    }

    private void TakeMirrored(MonotonicTime now, Mirror mirror, Span<byte> packet, bool isRtcp)
    {
        try
        {
            if (isRtcp)
            {
                mirror.Room.Room.OnRtcp(now, mirror.Participant, packet);
            }
            else
            {
                mirror.Room.Room.OnRtp(now, mirror.Participant, packet);
            }

            Unsettle(mirror.Room);
        }
#pragma warning disable CA1031 // a fault ends the room here, never the loop
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Counters.Faults++;
            mirror.IsClosed = true;
            EndFaultyRoom(now, mirror.Room, fault);
        }
    }

    private bool HasMirrored()
    {
        foreach (var inlet in _inlets)
        {
            if (inlet is { HasWork: true })
            {
                return true;
            }
        }

        return false;
    }
}
