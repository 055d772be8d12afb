namespace Telemed.Rtc.Codecs;

/// <summary>
/// Gives Opus packets their RTP timestamps and markers (RFC 7587 section 4): the packet itself is the payload. One per
/// stream; not thread-safe.
/// </summary>
public sealed class OpusPacketizer
{
    private uint _timestamp;
    private bool _talking;

    /// <summary>Makes a packetizer.</summary>
    /// <param name="firstTimestamp">The first packet's timestamp, best random.</param>
    public OpusPacketizer(uint firstTimestamp = 0) => _timestamp = firstTimestamp;

    /// <summary>
    /// Stamps the next packet. Time goes on by its duration (20 ms for a packet that tells none). The marker shows the
    /// first packet after a pause, and the very first.
    /// </summary>
    public void Stamp(ReadOnlySpan<byte> packet, out uint timestamp, out bool marker)
    {
        timestamp = _timestamp;
        marker = !_talking;
        _talking = true;
        _timestamp += OpusPacket.TryGetDuration(packet, out var samples) ? (uint)samples : 960u;
    }

    /// <summary>Lets media time pass without a packet.</summary>
    /// <param name="samples">How much, in 48 kHz samples.</param>
    public void Skip(uint samples)
    {
        _timestamp += samples;
        _talking = false;
    }
}
