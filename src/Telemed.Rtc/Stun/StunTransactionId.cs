using System.Buffers.Binary;

namespace Telemed.Rtc.Stun;

/// <summary>The 96 bits that tie a STUN answer to its request (RFC 8489 section 5).</summary>
/// <param name="High">The first 32 bits.</param>
/// <param name="Low">The other 64 bits.</param>
public readonly record struct StunTransactionId(uint High, ulong Low)
{
    internal const int Length = 12;

    internal static StunTransactionId Read(ReadOnlySpan<byte> data) =>
        new(BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt64BigEndian(data[4..]));

    internal void Write(Span<byte> data)
    {
        BinaryPrimitives.WriteUInt32BigEndian(data, High);
        BinaryPrimitives.WriteUInt64BigEndian(data[4..], Low);
    }
}
