using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>Loss as people and audio redundancy want to know it: the share of the last seconds. Allocates nothing.</summary>
internal struct PacketLoss
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private const double Weight = 0.4;
    private const int FewPackets = 10;
    private MonotonicTime _since;
    private int _count;
    private int _lost;
    private bool _isKnown;

    /// <summary>The share of packets that did not arrive, 0 to 1.</summary>
    public double Share { get; private set; }

    /// <summary>Counts reported packets.</summary>
    public void Note(MonotonicTime now, int count, int lost)
    {
        _count += count;
        _lost = Math.Max(0, _lost + lost);
        if (now - _since < Interval || _count < FewPackets)
        {
            return;
        }

        var share = Math.Min(1, (double)_lost / _count);
        Share = _isKnown ? Share + (Weight * (share - Share)) : share;
        _isKnown = true;
        _since = now;
        _count = 0;
        _lost = 0;
    }
}
