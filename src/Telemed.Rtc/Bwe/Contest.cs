using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// The rate beside flows that fill a queue and yield to nothing but loss: a share like theirs. Grows by half a packet a round
/// trip and falls to 0.7 when packets are lost (RFC 9438 section 4.3, the region that is fair to Reno), and every ten seconds
/// without loss, as each fall shows whose queue it is: if as much arrives as before, and more than is sent, it is one's own.
/// Not thread-safe; allocates nothing.
/// </summary>
internal struct Contest
{
    private const double Reduction = 0.7;
    private const double PacketsPerRoundTrip = 3 * (1 - Reduction) / (1 + Reduction);
    private const double PacketBits = 8 * 1200;
    private const double MostOverArrived = 1.1;
    private const double Used = 0.9;
    private const double Less = 0.85;
    private const double More = 1.15;
    private const double LeastFollowed = 0.7;
    private const double MostFollowed = 1.1;
    private static readonly Bitrate Slack = new(10_000);
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestCalm = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(120);

    private MonotonicTime _begunAt;
    private MonotonicTime _notedAt;
    private MonotonicTime _fullSince;
    private MonotonicTime _lookFrom;
    private MonotonicTime _lookUntil;
    private Bitrate _sentBefore;
    private Bitrate _arrivedBefore;
    private long _sent;
    private long _arrived;
    private int _looks;
    private bool _isFollowed;

    /// <summary>Whether it goes on.</summary>
    public bool IsOn { get; private set; }

    /// <summary>The rate.</summary>
    public Bitrate Rate { get; private set; }

    /// <summary>
    /// Whether it is on and has not been for long: then the least delay of before is still the path's. After that it may be
    /// another path, and what stands as a queue must not do so for ever.
    /// </summary>
    public readonly bool IsFresh(MonotonicTime now) => IsOn && now - _begunAt < Freshness;

    /// <summary>Begins.</summary>
    public void Begin(MonotonicTime now, Bitrate rate) =>
        this = new() { IsOn = true, Rate = rate, _begunAt = now, _notedAt = now, _fullSince = now };

    /// <summary>Ends.</summary>
    public void End() => IsOn = false;

    /// <summary>Takes what a report shows.</summary>
    /// <param name="now">The time.</param>
    /// <param name="isLost">Whether packets are missing in it.</param>
    /// <param name="sent">What is sent.</param>
    /// <param name="arrived">What arrives.</param>
    /// <param name="most">What there is use for.</param>
    /// <param name="roundTrip">The round trip.</param>
    /// <returns>Whether the queue has turned out to be one's own.</returns>
    public bool Note(MonotonicTime now, bool isLost, Bitrate sent, Bitrate arrived, Bitrate most, TimeSpan roundTrip)
    {
        var passed = now - _notedAt;
        _notedAt = now;
        if (now < _lookUntil)
        {
            TakeLook(now, sent, arrived);
            return false;
        }

        var isOwn = IsOwn;
        _looks = 0;
        var isUsed = sent > Rate * Used;
        _fullSince = isUsed ? _fullSince : now;
        if (isLost || now - _fullSince > LongestCalm)
        {
            Reduce(now, sent, arrived, roundTrip);
        }
        else if (Rate < most && (!isUsed || Rate < (arrived * MostOverArrived) + Slack))
        {
            // Not beyond what arrives of it, as on a link of one's own that would be a queue; but a rate that is not used must
            // grow to what there is use for, as nothing else tells that there is room.
            Rate += new Bitrate((long)(PacketsPerRoundTrip * PacketBits / Math.Pow(roundTrip.TotalSeconds, 2) * passed.TotalSeconds));
        }

        return isOwn;
    }

    private readonly bool IsOwn => _looks > 0 && _isFollowed
        && _arrived > _sent * More
        && _sent < _looks * _sentBefore.BitsPerSecond * Less
        && _arrived > _looks * _arrivedBefore.BitsPerSecond * Less;

    // The rate stands still until it is seen what the fall does. The others fall at the same time, mostly, and a queue that
    // becomes shorter brings more for a moment: two round trips.
    private void Reduce(MonotonicTime now, Bitrate sent, Bitrate arrived, TimeSpan roundTrip)
    {
        Rate *= Reduction;
        _fullSince = now;
        _lookFrom = now + roundTrip + roundTrip + Window;
        _lookUntil = _lookFrom + Look;
        (_sentBefore, _arrivedBefore) = (sent, arrived);
        (_sent, _arrived) = (0, 0);
        _isFollowed = true;
    }

    private void TakeLook(MonotonicTime now, Bitrate sent, Bitrate arrived)
    {
        if (now >= _lookFrom)
        {
            _looks++;
            _sent += sent.BitsPerSecond;
            _arrived += arrived.BitsPerSecond;

            // A sender that has begun or ended something else meanwhile tells nothing.
            _isFollowed &= sent > Rate * LeastFollowed && sent < Rate * MostFollowed;
        }
    }
}
