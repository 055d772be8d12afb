namespace Telemed.Browser.Tests.Fixtures;

/// <summary>What getStats says of the page's connected RTCPeerConnection; counters grow from its start.</summary>
internal sealed record RtcStats(string State, InboundStats[] Inbound, OutboundStats[] Outbound, long CameraFrames, RemoteAddress? Remote)
{
    public long PacketsLost => Inbound.Sum(stream => stream.PacketsLost);

    public long FramesDecoded => Inbound.Sum(stream => stream.FramesDecoded);

    public double AudioEnergy => Inbound.Sum(stream => stream.TotalAudioEnergy);
}

internal sealed record InboundStats(
    string Mid,
    string Kind,
    uint Ssrc,
    long PacketsReceived,
    long PacketsLost,
    long FramesDecoded,
    long FreezeCount,
    double TotalAudioEnergy,
    int FrameWidth,
    long FramesDropped,
    long KeyFramesDecoded);

internal sealed record OutboundStats(
    string Mid, string Kind, uint Ssrc, long PacketsSent, long FramesSent, double TargetBitrate, int FrameWidth, string Limited);

internal sealed record RemoteAddress(string Address, int Port, string Protocol);

/// <summary>How smoothly one participant's picture was shown since watching began.</summary>
internal sealed record Smoothness(string Participant, long Frames, double MaxGapMs);
