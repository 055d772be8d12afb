using System.Buffers.Binary;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Rtcp;

/// <summary>The two SSRCs that lead every feedback packet (RFC 4585 section 6.1).</summary>
/// <param name="Sender">Who gives the feedback.</param>
/// <param name="Media">The stream it is about; 0 where the content names streams itself.</param>
public readonly record struct FeedbackHeader(Ssrc Sender, Ssrc Media)
{
    internal const int Length = 8;

    /// <summary>Reads the header of a feedback packet of the given kind; false for any other packet.</summary>
    internal static bool TryParse(RtcpPacket packet, RtcpPacketType type, byte format, out FeedbackHeader header)
    {
        header = default;
        if (packet.Type != type || packet.Count != format || packet.Payload.Length < Length)
        {
            return false;
        }

        header = new(
            new(BinaryPrimitives.ReadUInt32BigEndian(packet.Payload)),
            new(BinaryPrimitives.ReadUInt32BigEndian(packet.Payload[4..])));
        return true;
    }
}
