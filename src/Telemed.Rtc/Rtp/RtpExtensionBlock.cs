namespace Telemed.Rtc.Rtp;

/// <summary>Overwrites header extension elements of a packet in place (RFC 8285).</summary>
public static class RtpExtensionBlock
{
    /// <summary>
    /// Replaces the value of the element <paramref name="id"/>. False, and nothing written, when the packet is not
    /// RTP, has no such element, or has it with another length.
    /// </summary>
    public static bool TryOverwrite(Span<byte> packet, byte id, ReadOnlySpan<byte> value)
    {
        if (!TryFind(packet, id, out var offset, out var length) || length != value.Length)
        {
            return false;
        }

        value.CopyTo(packet[offset..]);
        return true;
    }

    /// <summary>Finds where in the packet the value of the element <paramref name="id"/> lies.</summary>
    public static bool TryFind(ReadOnlySpan<byte> packet, byte id, out int offset, out int length)
    {
        if (RtpHeader.TryMeasure(packet, out var headerLength, out var extension) && extension != 0)
        {
            var profile = System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(packet[extension..]);
            foreach (var element in new RtpExtensionEnumerator(profile, packet[(extension + 4)..headerLength]))
            {
                if (element.Id == id)
                {
                    offset = extension + 4 + element.Offset;
                    length = element.Value.Length;
                    return true;
                }
            }
        }

        offset = 0;
        length = 0;
        return false;
    }
}
