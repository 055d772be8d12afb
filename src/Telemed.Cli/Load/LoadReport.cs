namespace Telemed.Cli.Load;

/// <summary>What a load test measured.</summary>
internal sealed record LoadReport
{
    /// <summary>Participants that joined.</summary>
    public required int Participants { get; init; }

    /// <summary>Participants that were refused, or whose media never came.</summary>
    public required int Failed { get; init; }

    /// <summary>What the first refusal said; empty without one.</summary>
    public required string FirstFailure { get; init; }

    /// <summary>How long was measured, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Packets that the server accepted, a second.</summary>
    public required double PacketsInPerSecond { get; init; }

    /// <summary>Packets that the server sent, a second.</summary>
    public required double PacketsOutPerSecond { get; init; }

    /// <summary>Packets that viewers received, a second.</summary>
    public required double PacketsReceivedPerSecond { get; init; }

    /// <summary>Of the packets that viewers should have received, those that did not come, in percent.</summary>
    public required double LossPercent { get; init; }

    /// <summary>Packets that did not decrypt to what was sent.</summary>
    public required long Broken { get; init; }

    /// <summary>Packets decrypted to see that.</summary>
    public required long Decrypted { get; init; }

    /// <summary>From a publisher's send call to the kernel's stamp at a viewer's socket, in milliseconds.</summary>
    public required LoadTimes DelayMs { get; init; }

    /// <summary>From a viewer's POST to its first media packet, in milliseconds.</summary>
    public required LoadTimes JoinMs { get; init; }

    /// <summary>CPU time of the server's whole process per packet sent, in microseconds.</summary>
    public required double CpuPerPacketUs { get; init; }

    /// <summary>CPU time of its media threads alone per packet sent, in microseconds.</summary>
    public required double ShardCpuPerPacketUs { get; init; }

    /// <summary>CPU time of the server's whole process in processors.</summary>
    public required double Processors { get; init; }

    /// <summary>Managed bytes allocated on the media threads per packet sent.</summary>
    public required double AllocatedPerPacket { get; init; }

    /// <summary>The server's memory before the first join, in kilobytes of 1,000 bytes.</summary>
    public required double ResidentBeforeKb { get; init; }

    /// <summary>The server's memory at the end of the measurement.</summary>
    public required double ResidentKb { get; init; }

    /// <summary>What each participant added to it.</summary>
    public required double PerParticipantKb { get; init; }

    /// <summary>Open file descriptors of the server at the end.</summary>
    public required int Handles { get; init; }

    /// <summary>Garbage collections of the server while it was measured.</summary>
    public required int Collections { get; init; }
}
