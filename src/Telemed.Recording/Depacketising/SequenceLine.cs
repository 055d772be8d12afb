using Telemed.Rtc.Rtp;

namespace Telemed.Recording.Depacketising;

/// <summary>
/// Extends the sequence numbers of a recorded stream, also across a mute or a pause. What was muted or paused never came
/// to the journal while the sender counted on: after a hole of more than half the range of 16 bits the next number looks
/// older than the last one. Packets in the order of arrival; one thread.
/// </summary>
internal sealed class SequenceLine
{
    private const long Range = 1 << 16;

    private SequenceUnwrapper _unwrapper;
    private long _shift;
    private long _highest = long.MinValue;
    private long _lastNs;

    /// <summary>The extended number of the next packet.</summary>
    /// <param name="sequenceNumber">From its header.</param>
    /// <param name="receivedNs">When it arrived, in nanoseconds.</param>
    public long Extend(ushort sequenceNumber, long receivedNs)
    {
        var sequence = _unwrapper.Unwrap(sequenceNumber) + _shift;

        // So long after everything else nothing is merely late (see PacketSorter): this one must be newer.
        if (sequence <= _highest && receivedNs - _lastNs > PacketSorter.PatienceNs)
        {
            _shift += Range;
            sequence += Range;
        }

        _highest = Math.Max(_highest, sequence);
        _lastNs = Math.Max(_lastNs, receivedNs);
        return sequence;
    }
}
