using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// Spreads what may wait: says when the next packet may go, so that a key frame does not stand as a queue on the link.
/// Audio asks nobody and is only counted. Not thread-safe; allocates nothing.
/// </summary>
public struct Pacer
{
    private const double Haste = 2.5;

    // Sound goes whatever the rate is; what it took beyond that must not hold video up once the link is better.
    private static readonly TimeSpan LongestDebt = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(5);

    // A wide link takes a frame at once, which is far cheaper to send than one packet after another.
    private static readonly TimeSpan WideBurst = TimeSpan.FromMilliseconds(15);
    private static readonly Bitrate Wide = new(5_000_000);

    /// <summary>When the next packet may go.</summary>
    public MonotonicTime Next { get; private set; }

    /// <summary>
    /// The rate at which packets that wait may go: above the estimate, as encoders send in bursts; but no faster than what
    /// is allowed while a queue has to drain.
    /// </summary>
    public static Bitrate Rate(SendSideEstimator estimator)
    {
        var rate = estimator.IsDraining || estimator.IsSilent ? estimator.Allowed : estimator.Estimate * Haste;
        return Bitrate.Most(rate, estimator.ProbeRate);
    }

    /// <summary>Whether a packet may go now.</summary>
    public readonly bool MaySend(MonotonicTime now) => Next <= now;

    /// <summary>Counts a packet that went.</summary>
    /// <param name="now">The time.</param>
    /// <param name="bytes">Its bytes on the link.</param>
    /// <param name="rate">The rate of now.</param>
    public void NoteSent(MonotonicTime now, int bytes, Bitrate rate)
    {
        var burst = rate >= Wide ? WideBurst : Burst;
        var earliest = new MonotonicTime(now.Nanoseconds - (burst.Ticks * 100));
        var latest = now + LongestDebt;
        Next = (Next > earliest ? Next : earliest) + rate.TimeFor(bytes);
        Next = Next > latest ? latest : Next;
    }
}
