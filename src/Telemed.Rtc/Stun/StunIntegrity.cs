using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Telemed.Rtc.Stun;

/// <summary>Computes MESSAGE-INTEGRITY and FINGERPRINT over a message whose header length still says something else.</summary>
internal static class StunIntegrity
{
    public const int HmacLength = 20;

    /// <summary>Longest message that is authenticated; checks are near 100 bytes.</summary>
    public const int MaxMessageLength = 1500;

    private const uint FingerprintXor = 0x5354554E;

    // RFC 8489 section 14.5: the hash covers the message up to the attribute, with a length that includes the attribute.
    public static void ComputeHmac(
        ReadOnlySpan<byte> message, int attributeOffset, ReadOnlySpan<byte> key, Span<byte> hmac)
    {
        Span<byte> copy = stackalloc byte[attributeOffset];
        message[..attributeOffset].CopyTo(copy);
        SetLength(copy, attributeOffset + 4 + HmacLength);
#pragma warning disable CA5350 // RFC 8489 fixes HMAC-SHA1 for short-term credentials; browsers know nothing else.
        HMACSHA1.HashData(key, copy, hmac);
#pragma warning restore CA5350
    }

    public static uint ComputeFingerprint(ReadOnlySpan<byte> message, int attributeOffset)
    {
        Span<byte> copy = stackalloc byte[attributeOffset];
        message[..attributeOffset].CopyTo(copy);
        SetLength(copy, attributeOffset + 8);
        return Crc32.Compute(copy) ^ FingerprintXor;
    }

    public static void SetLength(Span<byte> message, int totalLength) =>
        BinaryPrimitives.WriteUInt16BigEndian(message[2..], (ushort)(totalLength - StunMessage.HeaderLength));
}
