using System.Buffers.Binary;
using Telemed.Rtc.Time;

namespace Telemed.Recording.Journal;

/// <summary>A sender report's clock pair (RFC 3550 section 6.4.1): the same instant on the sender's two clocks.</summary>
/// <param name="Ntp">The sender's wall clock.</param>
/// <param name="RtpTime">The track's media clock.</param>
public readonly record struct JournalSenderReport(NtpTime Ntp, uint RtpTime)
{
    /// <summary>Bytes of a report on disk.</summary>
    public const int Length = 12;

    /// <summary>Writes the report's <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Ntp.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], RtpTime);
    }

    /// <summary>Reads a report; false when the length is wrong.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out JournalSenderReport report)
    {
        report = default;
        if (source.Length != Length)
        {
            return false;
        }

        report = new(
            new(BinaryPrimitives.ReadUInt64BigEndian(source)), BinaryPrimitives.ReadUInt32BigEndian(source[8..]));
        return true;
    }
}
