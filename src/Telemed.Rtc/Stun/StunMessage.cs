using System.Buffers.Binary;
using System.Security.Cryptography;
using Telemed.Rtc.Session;

namespace Telemed.Rtc.Stun;

/// <summary>A view of one STUN message (RFC 8489 section 5).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0 0|     STUN Message Type     |         Message Length        |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                         Magic Cookie 2112A442                 |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |                     Transaction ID (96 bits)                  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |         Type                  |            Length             | attributes, padded to 32 bits
/// </code>
/// </remarks>
public readonly ref struct StunMessage
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderLength = 20;

    internal const uint MagicCookie = 0x2112A442;

    private StunMessage(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>Method and class; may be one that the enum does not name.</summary>
    public StunMessageType Type => (StunMessageType)BinaryPrimitives.ReadUInt16BigEndian(Bytes);

    /// <summary>What an answer repeats.</summary>
    public StunTransactionId TransactionId => StunTransactionId.Read(Bytes[8..]);

    /// <summary>The attributes in wire order.</summary>
    public StunAttributeEnumerator Attributes => new(Bytes);

    /// <summary>The whole USERNAME; empty when absent.</summary>
    public ReadOnlySpan<byte> Username => TryGet(StunAttributeType.Username, out var value) ? value.Value : default;

    /// <summary>Whether USE-CANDIDATE is there: the controlling side picks this pair.</summary>
    public bool UseCandidate => TryGet(StunAttributeType.UseCandidate, out _);

    /// <summary>Whether ICE-CONTROLLING is there.</summary>
    public bool IsFromControlling => TryGet(StunAttributeType.IceControlling, out _);

    /// <summary>Whether ICE-CONTROLLED is there.</summary>
    public bool IsFromControlled => TryGet(StunAttributeType.IceControlled, out _);

    /// <summary>The PRIORITY; 0 when absent.</summary>
    public uint Priority => TryGet(StunAttributeType.Priority, out var value) && value.Value.Length == 4
        ? BinaryPrimitives.ReadUInt32BigEndian(value.Value)
        : 0;

    /// <summary>The error code, 300 to 699; 0 when absent or broken.</summary>
    public int ErrorCode => TryGet(StunAttributeType.ErrorCode, out var value) && value.Value.Length >= 4
        ? ((value.Value[2] & 7) * 100) + value.Value[3]
        : 0;

    /// <summary>Whether the first byte and cookie of a datagram make it STUN (RFC 7983); needs 20 bytes.</summary>
    public static bool LooksLikeStun(ReadOnlySpan<byte> datagram) =>
        datagram.Length >= HeaderLength
        && datagram[0] < 4
        && BinaryPrimitives.ReadUInt32BigEndian(datagram[4..]) == MagicCookie;

    /// <summary>
    /// Looks at a datagram. False when it is not STUN, its length is not that of the datagram, or an attribute leads out
    /// of it. Says nothing of integrity.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> datagram, out StunMessage message)
    {
        message = default;
        if (!LooksLikeStun(datagram)
            || BinaryPrimitives.ReadUInt16BigEndian(datagram[2..]) != datagram.Length - HeaderLength
            || datagram.Length % 4 != 0)
        {
            return false;
        }

        var end = HeaderLength;
        foreach (var attribute in new StunAttributeEnumerator(datagram))
        {
            end = attribute.Offset + 4 + ((attribute.Value.Length + 3) & ~3);
        }

        message = new(datagram);
        return end == datagram.Length;
    }

    /// <summary>Finds the first attribute of a type that stands before MESSAGE-INTEGRITY, or is it or FINGERPRINT.</summary>
    public bool TryGet(StunAttributeType type, out StunAttribute found)
    {
        var authenticated = true;
        foreach (var attribute in Attributes)
        {
            // RFC 8489 section 14.5: what follows the integrity is not covered by it and is ignored, but the fingerprint.
            if (attribute.Type == type && (authenticated || type == StunAttributeType.Fingerprint))
            {
                found = attribute;
                return true;
            }

            authenticated &= attribute.Type != StunAttributeType.MessageIntegrity;
        }

        found = default;
        return false;
    }

    /// <summary>
    /// Reads ERROR-CODE's counterpart of success: where our request came from, undone from the cookie (section 14.2).
    /// </summary>
    public bool TryGetXorMappedAddress(NetworkProtocol protocol, out NetworkPath path)
    {
        path = default;
        return TryGet(StunAttributeType.XorMappedAddress, out var value)
            && StunAddress.TryRead(value.Value, TransactionId, protocol, out path);
    }

    /// <summary>Checks MESSAGE-INTEGRITY against a short-term password. False when absent or wrong. About 2 µs.</summary>
    public bool VerifyIntegrity(ReadOnlySpan<byte> key)
    {
        if (!TryGet(StunAttributeType.MessageIntegrity, out var attribute)
            || attribute.Value.Length != StunIntegrity.HmacLength
            || Bytes.Length > StunIntegrity.MaxMessageLength)
        {
            return false;
        }

        Span<byte> expected = stackalloc byte[StunIntegrity.HmacLength];
        StunIntegrity.ComputeHmac(Bytes, attribute.Offset, key, expected);
        return CryptographicOperations.FixedTimeEquals(expected, attribute.Value);
    }

    /// <summary>Checks FINGERPRINT. False when absent, not last, or wrong.</summary>
    public bool VerifyFingerprint() =>
        Bytes.Length <= StunIntegrity.MaxMessageLength
        && TryGet(StunAttributeType.Fingerprint, out var attribute)
        && attribute.Value.Length == 4
        && attribute.Offset + 8 == Bytes.Length
        && BinaryPrimitives.ReadUInt32BigEndian(attribute.Value)
            == StunIntegrity.ComputeFingerprint(Bytes, attribute.Offset);
}
