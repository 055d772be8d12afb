namespace Telemed.Cli.Call;

/// <summary>What a call has sent and received so far; a snapshot that may be read by any thread.</summary>
internal sealed record CallStatistics
{
    /// <summary>Whether media can flow.</summary>
    public bool Connected { get; init; }

    /// <summary>Whether the transport has ended.</summary>
    public bool Ended { get; init; }

    /// <summary>Why it failed; empty while it has not.</summary>
    public string Failure { get; init; } = "";

    /// <summary>Milliseconds from the start to the keys; null before.</summary>
    public double? ConnectedAfterMs { get; init; }

    /// <summary>Milliseconds from the start to the first received media packet; null before.</summary>
    public double? FirstPacketAfterMs { get; init; }

    /// <summary>Video packets sent.</summary>
    public long VideoSent { get; init; }

    /// <summary>Audio packets sent.</summary>
    public long AudioSent { get; init; }

    /// <summary>Packets sent again because the relay asked.</summary>
    public long Retransmitted { get; init; }

    /// <summary>Key frames that the relay asked for.</summary>
    public long KeyFrameRequests { get; init; }

    /// <summary>Video frames received.</summary>
    public long VideoFrames { get; init; }

    /// <summary>Video frames among them that are in an upper layer in time.</summary>
    public long UpperFrames { get; init; }

    /// <summary>Video packets received.</summary>
    public long VideoReceived { get; init; }

    /// <summary>Audio packets received.</summary>
    public long AudioReceived { get; init; }

    /// <summary>Packets that did not arrive.</summary>
    public long Lost { get; init; }

    /// <summary>SSRCs that were sent: audio, video, retransmissions of video.</summary>
    public IReadOnlyList<uint> Ssrcs { get; init; } = [];
}
