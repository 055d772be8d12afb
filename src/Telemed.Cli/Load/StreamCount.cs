using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Load;

/// <summary>What came of one stream, by its clear headers. One thread.</summary>
internal sealed class StreamCount(Ssrc ssrc, int clockRate)
{
    private readonly ReceiveStatistics _statistics = new(ssrc, clockRate);
    private long _receivedBefore;
    private long _expectedBefore;

    /// <summary>The stream.</summary>
    public Ssrc Ssrc { get; } = ssrc;

    /// <summary>Packets since <see cref="Begin"/>.</summary>
    public long Received => _statistics.Received - _receivedBefore;

    /// <summary>Packets that should have come since <see cref="Begin"/>.</summary>
    public long Expected => _statistics.Expected - _expectedBefore;

    /// <summary>Begins to count anew.</summary>
    public void Begin()
    {
        _receivedBefore = _statistics.Received;
        _expectedBefore = _statistics.Expected;
    }

    /// <summary>Counts a packet.</summary>
    public void Note(MonotonicTime now, ushort sequence, uint timestamp) => _statistics.Note(now, sequence, timestamp);

    /// <summary>Takes the sender's report.</summary>
    public void NoteReport(MonotonicTime now, NtpTime ntp) => _statistics.NoteSenderReport(now, ntp);

    /// <summary>The next report block.</summary>
    public bool TryReport(MonotonicTime now, out ReportBlock block) => _statistics.TryBuild(now, out block);
}
