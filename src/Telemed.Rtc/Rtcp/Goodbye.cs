using System.Buffers.Binary;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Rtcp;

/// <summary>A goodbye (RFC 3550 section 6.6): these streams end. The optional reason is not read.</summary>
public readonly ref struct Goodbye
{
    private readonly ReadOnlySpan<byte> _sources;

    private Goodbye(ReadOnlySpan<byte> sources) => _sources = sources;

    /// <summary>How many streams end, 0 to 31.</summary>
    public int Count => _sources.Length / 4;

    /// <summary>The stream at a place from 0 to <see cref="Count"/> - 1.</summary>
    public Ssrc this[int index] => new(BinaryPrimitives.ReadUInt32BigEndian(_sources[(index * 4)..]));

    /// <summary>False when the packet is of another type or too short for its count.</summary>
    public static bool TryParse(RtcpPacket packet, out Goodbye goodbye)
    {
        goodbye = default;
        if (packet.Type != RtcpPacketType.Goodbye || packet.Payload.Length < packet.Count * 4)
        {
            return false;
        }

        goodbye = new(packet.Payload[..(packet.Count * 4)]);
        return true;
    }
}
