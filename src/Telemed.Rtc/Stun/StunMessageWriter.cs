using System.Buffers.Binary;
using Telemed.Rtc.Session;

namespace Telemed.Rtc.Stun;

/// <summary>
/// Writes one STUN message front to back (RFC 8489 section 5). The buffer must hold 20 bytes and all attributes; give
/// <see cref="RecommendedBuffer"/>. Add MESSAGE-INTEGRITY, then FINGERPRINT, last. Allocates nothing.
/// </summary>
public ref struct StunMessageWriter
{
    /// <summary>Bytes that any message of ICE fits in, with user names up to 200 bytes.</summary>
    public const int RecommendedBuffer = 512;

    private readonly Span<byte> _buffer;
    private readonly StunTransactionId _id;

    /// <summary>Starts a message without attributes.</summary>
    public StunMessageWriter(Span<byte> buffer, StunMessageType type, StunTransactionId id)
    {
        _buffer = buffer;
        _id = id;
        BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)type);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[4..], StunMessage.MagicCookie);
        id.Write(buffer[8..]);
        Length = StunMessage.HeaderLength;
        StunIntegrity.SetLength(buffer, Length);
    }

    /// <summary>Bytes written so far.</summary>
    public int Length { get; private set; }

    /// <summary>Adds an attribute.</summary>
    public void Add(StunAttributeType type, scoped ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[Length..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer[(Length + 2)..], (ushort)value.Length);
        var padded = (value.Length + 3) & ~3;
        var body = _buffer.Slice(Length + 4, padded);
        value.CopyTo(body);
        body[value.Length..].Clear();
        Length += 4 + padded;
        StunIntegrity.SetLength(_buffer, Length);
    }

    /// <summary>Adds an attribute without a value, such as USE-CANDIDATE.</summary>
    public void AddFlag(StunAttributeType type) => Add(type, ReadOnlySpan<byte>.Empty);

    /// <summary>Adds a 32-bit attribute, such as PRIORITY.</summary>
    public void Add(StunAttributeType type, uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        Add(type, bytes);
    }

    /// <summary>Adds a 64-bit attribute, such as ICE-CONTROLLING.</summary>
    public void Add(StunAttributeType type, ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        Add(type, bytes);
    }

    /// <summary>Adds XOR-MAPPED-ADDRESS.</summary>
    public void AddXorMappedAddress(NetworkPath path)
    {
        Span<byte> value = stackalloc byte[StunAddress.MaxLength];
        Add(StunAttributeType.XorMappedAddress, value[..StunAddress.Write(value, _id, path)]);
    }

    /// <summary>Adds ERROR-CODE with a code from 300 to 699 and a reason in ASCII (section 14.8).</summary>
    public void AddErrorCode(int code, scoped ReadOnlySpan<byte> reason)
    {
        Span<byte> value = stackalloc byte[4 + 64];
        reason = reason[..Math.Min(reason.Length, 64)];
        value.Clear();
        value[2] = (byte)(code / 100);
        value[3] = (byte)(code % 100);
        reason.CopyTo(value[4..]);
        Add(StunAttributeType.ErrorCode, value[..(4 + reason.Length)]);
    }

    /// <summary>Adds MESSAGE-INTEGRITY under a short-term password.</summary>
    public void AddIntegrity(scoped ReadOnlySpan<byte> key)
    {
        Span<byte> hmac = stackalloc byte[StunIntegrity.HmacLength];
        StunIntegrity.ComputeHmac(_buffer, Length, key, hmac);
        Add(StunAttributeType.MessageIntegrity, hmac);
    }

    /// <summary>Adds FINGERPRINT and so ends the message.</summary>
    public void AddFingerprint() =>
        Add(StunAttributeType.Fingerprint, StunIntegrity.ComputeFingerprint(_buffer, Length));
}
