namespace Telemed.Sfu.Routing;

/// <summary>What a room did since it opened.</summary>
public record struct RoomCounters
{
    /// <summary>Packets taken from publishers, retransmissions included.</summary>
    public long PacketsIn { get; internal set; }

    /// <summary>Packets that could not be read, or whose stream or payload type is unknown.</summary>
    public long PacketsRefused { get; internal set; }

    /// <summary>Packets of sound that never came, and were found repeated in a later one.</summary>
    public long Recovered { get; internal set; }

    /// <summary>Packets that came a second time.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Packets sent again to receivers.</summary>
    public long Retransmissions { get; internal set; }

    /// <summary>Packets that we asked publishers for.</summary>
    public long NacksSent { get; internal set; }

    /// <summary>Key frames that we asked publishers for.</summary>
    public long KeyFrameRequests { get; internal set; }

    /// <summary>RTCP datagrams that could not be read.</summary>
    public long ReportsRefused { get; internal set; }
}
