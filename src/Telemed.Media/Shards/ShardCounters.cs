namespace Telemed.Media.Shards;

/// <summary>A shard's counters. Written by its thread alone; others may read them at any time, each a little late.</summary>
internal sealed class ShardCounters
{
    /// <summary>Datagrams received.</summary>
    public long DatagramsIn;

    /// <summary>Datagrams of nobody, or of no known kind.</summary>
    public long Strangers;

    /// <summary>Handshake datagrams that found the queue full.</summary>
    public long HandshakesDropped;

    /// <summary>RTP packets accepted.</summary>
    public long PacketsIn;

    /// <summary>RTP packets protected and queued.</summary>
    public long PacketsOut;

    /// <summary>Packets answered to NACK.</summary>
    public long Retransmissions;

    /// <summary>Key frames asked for.</summary>
    public long KeyFrameRequests;

    /// <summary>Peers and rooms that a fault of ours ended.</summary>
    public long Faults;

    /// <summary>Open rooms.</summary>
    public int Rooms;

    /// <summary>Participants.</summary>
    public int Participants;

    /// <summary>Datagrams that the kernel took.</summary>
    public long DatagramsOut;

    /// <summary>Bytes in them.</summary>
    public long BytesOut;

    /// <summary>Datagrams that the kernel did not take.</summary>
    public long DatagramsDropped;

    /// <summary>ICE-TCP connections.</summary>
    public int Connections;

    /// <summary>Frames of ICE-TCP connections that were dropped, as they had waited too long; at most 100 ms old.</summary>
    public long FramesDropped;

    /// <summary>CPU time of the thread in nanoseconds, at most 100 ms old.</summary>
    public long CpuNanoseconds;

    /// <summary>How much of a processor the thread used over the last second or so, in thousandths.</summary>
    public int BusyPermille;

    /// <summary>When <see cref="BusyPermille"/> was brought up to date, in nanoseconds of the monotonic clock.</summary>
    public long BusyAt;

    /// <summary>Managed bytes allocated on the thread.</summary>
    public long AllocatedBytes;
}
