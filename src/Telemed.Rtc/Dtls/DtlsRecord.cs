using System.Buffers.Binary;

namespace Telemed.Rtc.Dtls;

/// <summary>
/// The borders of DTLS records (RFC 6347 section 4.1): type (1), version (2), epoch (2), sequence number (6), length
/// (2).
/// </summary>
internal static class DtlsRecord
{
    private const int HeaderLength = 13;
    private const int LengthOffset = 11;

    /// <summary>
    /// How many of the first bytes make one datagram: as many whole records as fit into <paramref name="mtu"/>, and at
    /// least one record.
    /// </summary>
    public static int TakeDatagram(ReadOnlySpan<byte> records, int mtu)
    {
        var taken = 0;
        while (taken < records.Length)
        {
            var record = RecordLength(records[taken..]);
            if (taken > 0 && taken + record > mtu)
                break;
            taken += record;
        }

        return taken;
    }

    private static int RecordLength(ReadOnlySpan<byte> records)
    {
        if (records.Length < HeaderLength)
            return records.Length;
        var length = HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(records[LengthOffset..]);
        return Math.Min(length, records.Length);
    }
}
