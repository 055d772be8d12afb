namespace Telemed.TestKit.Network;

/// <summary>What became of the datagrams of one direction.</summary>
public record struct LinkStatistics
{
    /// <summary>Datagrams given to the link.</summary>
    public long Sent { get; set; }

    /// <summary>Datagrams that came out, duplicates counted.</summary>
    public long Delivered { get; set; }

    /// <summary>Lost by chance, burst or outage.</summary>
    public long Lost { get; set; }

    /// <summary>Lost as the queue was full.</summary>
    public long QueueDrops { get; set; }
}
