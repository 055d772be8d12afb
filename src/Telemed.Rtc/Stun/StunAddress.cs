using System.Buffers.Binary;
using Telemed.Rtc.Session;

namespace Telemed.Rtc.Stun;

/// <summary>The value of XOR-MAPPED-ADDRESS (RFC 8489 section 14.2).</summary>
/// <remarks>
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0 0 0 0 0 0 0 0|    Family     |   port ^ cookie's upper half  |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |   address ^ cookie (IPv4), or ^ cookie and transaction id (IPv6)
/// </code>
/// </remarks>
internal static class StunAddress
{
    public const int MaxLength = 20;
    private const ushort CookieHigh = (ushort)(StunMessage.MagicCookie >> 16);

    public static bool TryRead(
        ReadOnlySpan<byte> value, StunTransactionId id, NetworkProtocol protocol, out NetworkPath path)
    {
        path = default;
        if (value.Length < 8)
        {
            return false;
        }

        var port = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(value[2..]) ^ CookieHigh);
        if (value[1] == 1 && value.Length == 8)
        {
            var address = BinaryPrimitives.ReadUInt32BigEndian(value[4..]) ^ StunMessage.MagicCookie;
            path = NetworkPath.FromIPv4(address, port, protocol);
            return true;
        }

        if (value[1] != 2 || value.Length != MaxLength)
        {
            return false;
        }

        path = new(
            BinaryPrimitives.ReadUInt64BigEndian(value[4..]) ^ HighMask(id),
            BinaryPrimitives.ReadUInt64BigEndian(value[12..]) ^ id.Low,
            port,
            protocol);
        return true;
    }

    public static int Write(Span<byte> value, StunTransactionId id, NetworkPath path)
    {
        value[0] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(value[2..], (ushort)(path.Port ^ CookieHigh));
        if (path.IsIPv4)
        {
            value[1] = 1;
            BinaryPrimitives.WriteUInt32BigEndian(value[4..], path.IPv4 ^ StunMessage.MagicCookie);
            return 8;
        }

        value[1] = 2;
        BinaryPrimitives.WriteUInt64BigEndian(value[4..], path.AddressHigh ^ HighMask(id));
        BinaryPrimitives.WriteUInt64BigEndian(value[12..], path.AddressLow ^ id.Low);
        return MaxLength;
    }

    private static ulong HighMask(StunTransactionId id) => ((ulong)StunMessage.MagicCookie << 32) | id.High;
}
