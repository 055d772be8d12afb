namespace Telemed.Rtc.Rtcp;

/// <summary>
/// A datagram of one or more RTCP packets. Reduced-size compounds (RFC 5506) are accepted, so the first packet may be
/// of any type; packet types that we do not know are yielded like the others and fit no typed reader.
/// </summary>
public readonly ref struct RtcpCompound
{
    private RtcpCompound(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>The whole datagram.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>False when the datagram is empty or any packet's length leads out of it: then none of it is trusted.</summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out RtcpCompound compound)
    {
        compound = default;
        var rest = datagram;
        while (!rest.IsEmpty)
        {
            if (!RtcpPacket.TryParse(rest, out var packet))
            {
                return false;
            }

            rest = rest[packet.Bytes.Length..];
        }

        compound = new(datagram);
        return !datagram.IsEmpty;
    }

    /// <summary>Walks the packets in wire order.</summary>
    public RtcpEnumerator GetEnumerator() => new(Bytes);
}
