using System.Buffers.Binary;

namespace Telemed.Rtc.Codecs;

/// <summary>What can be told of a VP8 frame from its first RTP payload (RFC 7741 section 4.3, RFC 6386 section 9.1).</summary>
/// <remarks>
/// The frame starts with a three-byte tag whose lowest bit is 0 in a key frame; a key frame goes on with the start code
/// 9D 01 2A and two little-endian words, each 14 bits of size below 2 bits of scaling.
/// </remarks>
public static class Vp8Payload
{
    /// <summary>Whether this RTP payload holds the first bytes of a key frame.</summary>
    public static bool IsKeyFrameStart(ReadOnlySpan<byte> payload) =>
        Vp8PayloadDescriptor.TryParse(payload, out var descriptor)
        && descriptor.StartsFrame
        && IsKeyFrame(payload[descriptor.Length..]);

    /// <summary>Whether this VP8 data, without a descriptor, starts a key frame.</summary>
    public static bool IsKeyFrame(ReadOnlySpan<byte> frame) => !frame.IsEmpty && (frame[0] & 1) == 0;

    /// <summary>Reads width and height in pixels from the start of a key frame without a descriptor.</summary>
    public static bool TryGetSize(ReadOnlySpan<byte> frame, out int width, out int height)
    {
        width = 0;
        height = 0;
        if (frame.Length < 10 || !IsKeyFrame(frame) || !frame[3..6].SequenceEqual<byte>([0x9D, 0x01, 0x2A]))
        {
            return false;
        }

        width = BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3FFF;
        height = BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3FFF;
        return true;
    }
}
