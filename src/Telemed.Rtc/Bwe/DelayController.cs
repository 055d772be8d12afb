using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// The rate that delay allows: down at once to a little below what got through when a queue grows, up again slowly near
/// the rate where the link was full before, faster elsewhere (draft-ietf-rmcat-gcc-02 section 5.5).
/// </summary>
/// <remarks>
/// <code>
///           over            under, or a reduction done
/// Increase ──────► Decrease ──────────────────────────► Hold ──normal──► Increase
/// </code>
/// Not thread-safe; allocates nothing.
/// </remarks>
internal struct DelayController(Bitrate start)
{
    /// <summary>How much of what a full link carries is used from then on.</summary>
    public const double Reduction = 0.85;

    private const double GrowthPerSecond = 1.08;
    private const double MostOverArrived = 1.5;

    // A packet a round trip is a sixth of a narrow link each second: it would be full again every two.
    private const double MostNearGrowthPerSecond = 0.04;
    private const double PacketBits = 8 * 600;
    private static readonly Bitrate Slack = new(10_000);
    private static readonly Bitrate LeastGrowthPerSecond = new(4_000);
    private static readonly TimeSpan ShortestReduction = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestReduction = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestGrowth = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ResponseTime = TimeSpan.FromMilliseconds(100);

    private LinkCapacity _capacity = new();
    private MonotonicTime _grownAt;
    private MonotonicTime? _reducedAt;
    private bool _isGrowing;

    /// <summary>The rate.</summary>
    public Bitrate Rate { get; private set; } = start;

    /// <summary>Takes a rate that was measured.</summary>
    /// <param name="now">The time.</param>
    /// <param name="rate">The rate.</param>
    /// <param name="isFull">Whether the link was full with it, but for the usual distance.</param>
    public void Set(MonotonicTime now, Bitrate rate, bool isFull = false)
    {
        if (rate > _capacity.Upper)
        {
            _capacity.Forget();
        }

        if (isFull)
        {
            _capacity.Note(rate * (1 / Reduction));
        }

        Rate = rate;
        _grownAt = now;
    }

    /// <summary>Follows the link.</summary>
    /// <param name="now">The time.</param>
    /// <param name="usage">What the delay says.</param>
    /// <param name="arrived">What gets through; 0 when that is not known.</param>
    /// <param name="recent">What got through most lately; 0 when that is not known.</param>
    /// <param name="roundTrip">The round trip.</param>
    public void Update(MonotonicTime now, LinkUsage usage, Bitrate arrived, Bitrate recent, TimeSpan roundTrip)
    {
        switch (usage)
        {
            case LinkUsage.Over:
                Reduce(now, recent > default(Bitrate) ? Bitrate.Least(arrived, recent) : arrived, roundTrip);
                _isGrowing = false;
                break;
            case LinkUsage.Under:
                _isGrowing = false;
                break;
            default:
                Grow(now, arrived, roundTrip);
                break;
        }
    }

    private void Reduce(MonotonicTime now, Bitrate arrived, TimeSpan roundTrip)
    {
        var pause = roundTrip < ShortestReduction ? ShortestReduction
            : roundTrip > LongestReduction ? LongestReduction : roundTrip;
        var isFar = arrived * 2 < Rate;
        if (_reducedAt is { } before && now - before < pause && !isFar)
        {
            return;
        }

        var target = (arrived > default(Bitrate) ? arrived : Rate) * Reduction;
        if (arrived > default(Bitrate))
        {
            if (arrived < _capacity.Lower)
            {
                _capacity.Forget();
            }

            _capacity.Note(arrived);
        }

        Rate = Bitrate.Least(Rate, target);
        _reducedAt = now;
    }

    private void Grow(MonotonicTime now, Bitrate arrived, TimeSpan roundTrip)
    {
        var passed = _isGrowing ? now - _grownAt : TimeSpan.Zero;
        passed = passed < LongestGrowth ? passed : LongestGrowth;
        _isGrowing = true;
        _grownAt = now;
        if (_capacity.IsKnown && arrived > _capacity.Upper)
        {
            _capacity.Forget();
        }

        var perRoundTrip = new Bitrate((long)(PacketBits / (roundTrip + ResponseTime).TotalSeconds));
        var growth = _capacity.IsKnown
            ? Bitrate.Most(LeastGrowthPerSecond, Bitrate.Least(Rate * MostNearGrowthPerSecond, perRoundTrip)) * passed.TotalSeconds
            : Rate * (Math.Pow(GrowthPerSecond, passed.TotalSeconds) - 1);

        // What was never tried is not known: nothing grows beyond what the sender has use for.
        var most = (arrived * MostOverArrived) + Slack;
        if (Rate < most)
        {
            Rate = Bitrate.Least(Rate + growth, most);
        }
    }
}
