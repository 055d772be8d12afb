namespace Telemed.Media;

/// <summary>The counters of one shard since its start.</summary>
public sealed record ShardStatistics
{
    /// <summary>The UDP port that the shard listens on.</summary>
    public required int Port { get; init; }

    /// <summary>Open rooms.</summary>
    public required int Rooms { get; init; }

    /// <summary>Participants in these rooms.</summary>
    public required int Participants { get; init; }

    /// <summary>Datagrams received.</summary>
    public required long DatagramsIn { get; init; }

    /// <summary>Datagrams handed to the kernel.</summary>
    public required long DatagramsOut { get; init; }

    /// <summary>Datagrams the kernel would not take (full buffers); they are lost.</summary>
    public required long DatagramsDropped { get; init; }

    /// <summary>ICE-TCP connections that are open.</summary>
    public required int Connections { get; init; }

    /// <summary>Frames of ICE-TCP connections that were dropped, as they had waited too long.</summary>
    public required long FramesDropped { get; init; }

    /// <summary>Datagrams from sources that belong to nobody, or that could not be read.</summary>
    public required long Strangers { get; init; }

    /// <summary>RTP packets accepted from publishers.</summary>
    public required long PacketsIn { get; init; }

    /// <summary>RTP packets sent to receivers.</summary>
    public required long PacketsOut { get; init; }

    /// <summary>Bytes sent.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Packets answered to a receiver's NACK.</summary>
    public required long Retransmissions { get; init; }

    /// <summary>Key frames asked from publishers.</summary>
    public required long KeyFrameRequests { get; init; }

    /// <summary>CPU time of the shard's thread in nanoseconds.</summary>
    public required long CpuNanoseconds { get; init; }

    /// <summary>Managed bytes allocated on the shard's thread.</summary>
    public required long AllocatedBytes { get; init; }
}
