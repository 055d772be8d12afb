using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Call;

/// <summary>What is counted of one received stream. One thread.</summary>
internal sealed class IncomingStream(Ssrc ssrc, bool isVideo)
{
    private uint? _lastFrame;

    /// <summary>Whether it is picture or sound.</summary>
    public bool IsVideo { get; } = isVideo;

    /// <summary>Loss, jitter and report blocks.</summary>
    public ReceiveStatistics Statistics { get; } = new(ssrc, isVideo ? 90_000 : 48_000);

    /// <summary>Payload bytes received.</summary>
    public long Bytes { get; private set; }

    /// <summary>Frames whose last packet came.</summary>
    public long Frames { get; private set; }

    /// <summary>Frames among them that are in an upper layer in time (RFC 7741).</summary>
    public long UpperFrames { get; private set; }

    /// <summary>When the first packet came.</summary>
    public MonotonicTime FirstAt { get; private set; }

    /// <summary>Counts a packet.</summary>
    public void Note(MonotonicTime now, in RtpPacket packet)
    {
        if (Statistics.Received == 0) FirstAt = now;
        Statistics.Note(now, packet.SequenceNumber, packet.Timestamp);
        Bytes += packet.Payload.Length;
        if (IsVideo && !packet.Marker) return;
        if (_lastFrame == packet.Timestamp) return;
        _lastFrame = packet.Timestamp;
        Frames++;
        if (IsVideo && Vp8PayloadDescriptor.TryParse(packet.Payload, out var descriptor) && descriptor.TemporalLayer > 0) UpperFrames++;
    }
}
