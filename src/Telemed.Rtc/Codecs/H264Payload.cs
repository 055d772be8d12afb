using System.Buffers.Binary;

namespace Telemed.Rtc.Codecs;

/// <summary>Looks for key frames in H.264 RTP payloads (RFC 6184) without reassembling them.</summary>
/// <remarks>
/// Sections 5.6 to 5.8: a single NAL unit; STAP-A (24), a row of 16-bit lengths and units; FU-A (28), a fragment whose
/// second byte tells the start and the unit's type:
/// <code>
/// +---------------+   +---------------+
/// |0|1|2|3|4|5|6|7|   |0|1|2|3|4|5|6|7|
/// |F|NRI|  Type   |   |S|E|R|  Type   |
/// +---------------+   +---------------+
/// </code>
/// </remarks>
public static class H264Payload
{
    private const int StapA = 24;
    private const int FuA = 28;

    /// <summary>The kinds of NAL unit that start in this payload; for a later fragment of a unit none.</summary>
    public static H264NalUnits Inspect(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty)
        {
            return H264NalUnits.None;
        }

        return (payload[0] & 0x1F) switch
        {
            StapA => InspectAggregate(payload[1..]),
            FuA => payload.Length > 1 && (payload[1] & 0x80) != 0 ? Kind(payload[1]) : H264NalUnits.None,
            _ => Kind(payload[0]),
        };
    }

    /// <summary>
    /// Whether a receiver can start decoding here: a sequence parameter set (senders put it before each IDR picture), or
    /// the start of an IDR picture itself.
    /// </summary>
    public static bool IsKeyFrameStart(ReadOnlySpan<byte> payload) =>
        (Inspect(payload) & (H264NalUnits.SequenceParameterSet | H264NalUnits.IdrSlice)) != H264NalUnits.None;

    private static H264NalUnits InspectAggregate(ReadOnlySpan<byte> units)
    {
        var found = H264NalUnits.None;
        while (units.Length > 2)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (length == 0 || length > units.Length - 2)
            {
                break;
            }

            found |= Kind(units[2]);
            units = units[(2 + length)..];
        }

        return found;
    }

    private static H264NalUnits Kind(byte header) => (header & 0x1F) switch
    {
        1 => H264NalUnits.Slice,
        5 => H264NalUnits.IdrSlice,
        7 => H264NalUnits.SequenceParameterSet,
        8 => H264NalUnits.PictureParameterSet,
        _ => H264NalUnits.Other,
    };
}
