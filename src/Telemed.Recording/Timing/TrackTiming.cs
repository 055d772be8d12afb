namespace Telemed.Recording.Timing;

/// <summary>What is known of one track's clocks, collected in one pass over its journal.</summary>
internal sealed class TrackTiming(int clockRate)
{
    private const long BucketNs = 500_000_000;
    private const long BreakNs = 300_000_000;

    private readonly List<ReportPoint> _reports = [];
    private readonly List<ArrivalPoint> _arrivals = [];
    private readonly List<ArrivalBreak> _breaks = [];
    private long _bucket = long.MinValue;
    private double _leastDelay;
    private long _lastNs;
    private ArrivalPoint _origin;

    /// <summary>Ticks of the RTP clock per second.</summary>
    public int ClockRate { get; } = clockRate;

    /// <summary>The sender reports in order of arrival.</summary>
    public IReadOnlyList<ReportPoint> Reports => _reports;

    /// <summary>The least delayed packet of each half second.</summary>
    public IReadOnlyList<ArrivalPoint> Arrivals => _arrivals;

    /// <summary>Stretches of 300 ms and more without a packet.</summary>
    public IReadOnlyList<ArrivalBreak> Breaks => _breaks;

    /// <summary>A length of media time in nanoseconds.</summary>
    public double ToNs(long rtpTicks) => rtpTicks * (1e9 / ClockRate);

    /// <summary>Notes a report.</summary>
    public void Add(ReportPoint report) => _reports.Add(report);

    /// <summary>Notes a packet in order of arrival.</summary>
    public void Add(long rtpTime, long receivedNs)
    {
        if (_arrivals.Count > 0 && receivedNs - _lastNs >= BreakNs)
        {
            _breaks.Add(new(_lastNs, receivedNs, rtpTime));
        }

        if (_arrivals.Count == 0)
        {
            _origin = new(rtpTime, receivedNs);
        }

        _lastNs = receivedNs;
        var bucket = receivedNs / BucketNs;
        if (bucket != _bucket)
        {
            _bucket = bucket;
            _leastDelay = double.MaxValue;
            _arrivals.Add(default);
        }

        // Relative to the first packet, so that a double keeps every nanosecond.
        var delay = receivedNs - _origin.ReceivedNs - ToNs(rtpTime - _origin.RtpTime);
        if (delay < _leastDelay)
        {
            _leastDelay = delay;
            _arrivals[^1] = new(rtpTime, receivedNs);
        }
    }
}
