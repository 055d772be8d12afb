using System.Buffers.Binary;

namespace Telemed.Media.Recording;

/// <summary>Tells VP8 key frames from the outside of a packet.</summary>
internal static class Vp8KeyFrame
{
    /// <summary>Whether an RTP packet holds the first bytes of a key frame (RFC 7741 sections 4.2 and 4.3).</summary>
    public static bool StartsIn(ReadOnlySpan<byte> rtp)
    {
        var at = 12 + ((rtp[0] & 0x0F) * 4);
        if ((rtp[0] & 0x10) != 0 && rtp.Length >= at + 4)
        {
            at += 4 + (BinaryPrimitives.ReadUInt16BigEndian(rtp[(at + 2)..]) * 4);
        }

        if (rtp.Length <= at || (rtp[at] & 0x1F) != 0x10)
        {
            return false; // not the start of partition 0
        }

        var first = rtp[at++];
        if ((first & 0x80) != 0 && rtp.Length > at)
        {
            var fields = rtp[at++];
            at += (fields & 0x80) == 0 ? 0 : rtp.Length > at && (rtp[at] & 0x80) != 0 ? 2 : 1;
            at += (fields & 0x40) == 0 ? 0 : 1;
            at += (fields & 0x30) == 0 ? 0 : 1;
        }

        return rtp.Length > at && (rtp[at] & 0x01) == 0;
    }
}
