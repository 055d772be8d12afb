using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Rtp;

/// <summary>
/// Counts one incoming stream as RFC 3550 appendix A.1, A.3 and A.8 do, and makes its report blocks. Retransmissions of
/// a stream with an RTX SSRC are not noted here: they would hide the loss. Not thread-safe; allocates nothing.
/// </summary>
public sealed class ReceiveStatistics
{
    // RFC 3550 appendix A.1: a jump beyond this is a restart of the source, once two packets in a row confirm it.
    private const int MaxDropout = 3000;

    private readonly Ssrc _ssrc;
    private readonly int _clockRate;
    private SequenceUnwrapper _unwrapper;
    private long _first;
    private ushort? _restartAt;
    private long _expectedPrior;
    private long _receivedPrior;
    private long _transit;
    private uint _lastTimestamp;
    private long _jitterTimes16;
    private uint _lastSenderReport;
    private MonotonicTime _lastSenderReportAt;

    /// <summary>Starts to count a stream.</summary>
    /// <param name="ssrc">The stream.</param>
    /// <param name="clockRate">Ticks of its media time per second; above 0.</param>
    public ReceiveStatistics(Ssrc ssrc, int clockRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clockRate);
        _ssrc = ssrc;
        _clockRate = clockRate;
    }

    /// <summary>Packets received, duplicates included.</summary>
    public long Received { get; private set; }

    /// <summary>Packets that should have come between the first and the highest number.</summary>
    public long Expected => _unwrapper.Started ? _unwrapper.Highest - _first + 1 : 0;

    /// <summary>Expected minus received; duplicates may make it negative.</summary>
    public long Lost => Expected - Received;

    /// <summary>The interarrival jitter in media ticks (RFC 3550 section 6.4.1).</summary>
    public uint Jitter => (uint)(_jitterTimes16 >> 4);

    /// <summary>Counts a packet.</summary>
    public void Note(MonotonicTime now, ushort sequenceNumber, uint timestamp)
    {
        if (!_unwrapper.Started || IsRestart(sequenceNumber))
        {
            Restart(now, sequenceNumber, timestamp);
            return;
        }

        var ahead = _unwrapper.Peek(sequenceNumber) - _unwrapper.Highest;
        if (Math.Abs(ahead) > MaxDropout)
        {
            _restartAt = (ushort)(sequenceNumber + 1);
            return;
        }

        _restartAt = null;
        Received++;
        _unwrapper.Unwrap(sequenceNumber);
        if (ahead > 0 && timestamp != _lastTimestamp)
        {
            NoteTransit(now, timestamp);
        }
    }

    /// <summary>Remembers a sender report, so that the next block lets its sender measure the round trip.</summary>
    public void NoteSenderReport(MonotonicTime now, NtpTime ntp)
    {
        _lastSenderReport = ntp.Compact;
        _lastSenderReportAt = now;
    }

    /// <summary>
    /// Makes the next report block, whose loss fraction covers the time since the previous call. False before the first
    /// packet.
    /// </summary>
    public bool TryBuild(MonotonicTime now, out ReportBlock block)
    {
        block = default;
        if (!_unwrapper.Started)
        {
            return false;
        }

        var expected = Expected - _expectedPrior;
        var lost = expected - (Received - _receivedPrior);
        _expectedPrior = Expected;
        _receivedPrior = Received;
        var fraction = expected <= 0 || lost <= 0 ? 0 : Math.Min(255, (lost << 8) / expected);
        block = new(
            _ssrc,
            (byte)fraction,
            (int)Math.Clamp(Lost, -0x800000, 0x7FFFFF),
            (uint)_unwrapper.Highest,
            Jitter,
            _lastSenderReport,
            _lastSenderReport == 0 ? 0 : (uint)RtpClockMapping.Ticks(now - _lastSenderReportAt, 65536));
        return true;
    }

    private bool IsRestart(ushort sequenceNumber) => _restartAt == sequenceNumber;

    private void Restart(MonotonicTime now, ushort sequenceNumber, uint timestamp)
    {
        _unwrapper = default;
        _first = _unwrapper.Unwrap(sequenceNumber);
        _restartAt = null;
        _expectedPrior = 0;
        _receivedPrior = 0;
        _jitterTimes16 = 0;
        Received = 1;
        _lastTimestamp = timestamp;
        _transit = Arrival(now) - timestamp;
    }

    // RFC 3550 appendix A.8, on the first packet of each frame only: the others leave the sender in one burst.
    private void NoteTransit(MonotonicTime now, uint timestamp)
    {
        var transit = Arrival(now) - timestamp;
        var difference = Math.Abs((long)(int)(uint)(transit - _transit));
        _transit = transit;
        _lastTimestamp = timestamp;
        _jitterTimes16 += difference - ((_jitterTimes16 + 8) >> 4);
    }

    private long Arrival(MonotonicTime now) => (long)((Int128)now.Nanoseconds * _clockRate / 1_000_000_000);
}
