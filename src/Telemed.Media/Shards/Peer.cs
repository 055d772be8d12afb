using Telemed.Media.Net;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Media.Shards;

/// <summary>
/// A participant's transport on its shard: where it is reached, when it wants to be woken, and what ends it. After the
/// transport has ended the peer stays as the participant's place until somebody joins again or
/// <see cref="AbsentUntil"/> passes.
/// </summary>
internal sealed class Peer(ShardRoom room, Participant participant, string ufrag, PeerTransport transport)
{
    /// <summary>More paths than a browser has candidates; the oldest is forgotten.</summary>
    private const int MostPaths = 8;

    private readonly NetworkPath[] _paths = new NetworkPath[MostPaths];
    private int _pathCount;

    /// <summary>The room.</summary>
    public ShardRoom Room { get; } = room;

    /// <summary>The participant.</summary>
    public Participant Participant { get; } = participant;

    /// <summary>Our user name fragment, by which its checks find it; an ICE restart changes it.</summary>
    public string Ufrag { get; set; } = ufrag;

    /// <summary>The transport.</summary>
    public PeerTransport Transport { get; } = transport;

    /// <summary>Where media goes.</summary>
    public SendTarget Target { get; } = new();

    /// <summary>What its present offer has agreed on.</summary>
    public ParticipantMedia Media { get; set; } = ParticipantMedia.Nothing;

    /// <summary>Where its packets go besides its own room.</summary>
    public Outlet[] Outlets
    {
        get;
        set
        {
            field = value;
            Participant.IsPassedOn = value.Length > 0;
        }
    } = [];

    /// <summary>The path that its last authentic datagram came by; it leads here already.</summary>
    public NetworkPath LastPath { get; set; }

    /// <summary>Bytes of media and reports received from it.</summary>
    public long BytesIn { get; set; }

    /// <summary>Bytes of media sent to it.</summary>
    public long BytesOut { get; set; }

    /// <summary>What was counted, and when, at the last measurement of its link.</summary>
    public (MonotonicTime At, long In, long Out) Measured { get; set; }

    /// <summary>Whether the transport has ended and was freed.</summary>
    public bool IsEnded { get; set; }

    /// <summary>When the participant is given up; never while its transport lives.</summary>
    public MonotonicTime AbsentUntil { get; set; } = MonotonicTime.Never;

    /// <summary>When the peer wants to be woken; kept by the <see cref="DeadlineHeap"/>.</summary>
    public MonotonicTime Deadline { get; set; } = MonotonicTime.Never;

    /// <summary>The peer's place in the <see cref="DeadlineHeap"/>; -1 when it is in none.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>The paths that lead to this peer.</summary>
    public ReadOnlySpan<NetworkPath> Paths => _paths.AsSpan(0, Math.Min(_pathCount, MostPaths));

    /// <summary>What the deadlines of its parts come to.</summary>
    public MonotonicTime NextDeadline()
    {
        if (IsEnded)
        {
            return AbsentUntil;
        }

        var own = Transport.NextDeadline;
        return Participant.NextDeadline < own ? Participant.NextDeadline : own;
    }

    /// <summary>Remembers a path that leads here; false when it was known.</summary>
    /// <param name="path">The path.</param>
    /// <param name="forgotten">The path that it pushed out, if any.</param>
    public bool TryAddPath(in NetworkPath path, out NetworkPath? forgotten)
    {
        forgotten = null;
        if (Paths.Contains(path))
        {
            return false;
        }

        ref var place = ref _paths[_pathCount++ % MostPaths];
        forgotten = _pathCount > MostPaths ? place : null;
        place = path;
        return true;
    }
}
