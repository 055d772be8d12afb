using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// Whose queue it is. As long as one's own queue stands, the link is full of one's own packets: what arrives is what the link
/// carries, however much less is sent, until the queue is gone. Where what arrives has fallen with what is sent, and the queue
/// stands all the same, it is none of one's own: others keep it full, or it is no queue, and the path has become longer. What
/// others fill rises and falls; a path is as long as it is. Not thread-safe; allocates nothing.
/// </summary>
internal struct QueueOrigin
{
    private const double Fallen = 0.7;
    private const double Follows = 0.85;
    private static readonly TimeSpan Stands = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Evidence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Steady = TimeSpan.FromMilliseconds(8);

    private MonotonicTime? _since;
    private MonotonicTime? _fallenSince;
    private TimeSpan _firstLeast;
    private TimeSpan _secondLeast;
    private MonotonicTime _notedAt;
    private double _sent;
    private double _arrived;
    private double _most;

    /// <summary>What arrived when this queue began to stand.</summary>
    public Bitrate Before { get; private set; }

    /// <summary>Begins with a queue that stands and counts as one's own: what arrives now is what the link carries.</summary>
    public void Begin(MonotonicTime now, Bitrate arrived) =>
        this = new() { _since = now, Before = arrived, _most = arrived.BitsPerSecond };

    /// <summary>Takes what a report shows.</summary>
    /// <param name="now">The time.</param>
    /// <param name="queue">How long packets wait.</param>
    /// <param name="sent">What is sent.</param>
    /// <param name="arrived">What arrives.</param>
    /// <returns>Whose it is, as far as is known.</returns>
    public QueueOwner Note(MonotonicTime now, TimeSpan queue, Bitrate sent, Bitrate arrived)
    {
        if (queue < Stands)
        {
            this = default;
            return QueueOwner.Self;
        }

        if (_since is null)
        {
            _since = now;
            Before = arrived;
        }

        var age = now - _since.Value;
        if (age < Settling)
        {
            // What arrives now may be from before the link was full, or became narrower.
            (_sent, _arrived, _notedAt) = (sent.BitsPerSecond, arrived.BitsPerSecond, now);
            return QueueOwner.Self;
        }

        var weight = Math.Min(1, (now - _notedAt) / Memory);
        _notedAt = now;
        _sent += weight * (sent.BitsPerSecond - _sent);
        _arrived += weight * (arrived.BitsPerSecond - _arrived);
        _most = Math.Max(_most, _arrived);
        if (age < Evidence || _arrived > Fallen * _most || _sent < Follows * _arrived)
        {
            _fallenSince = null;
            return QueueOwner.Self;
        }

        return Classify(now, queue);
    }

    private QueueOwner Classify(MonotonicTime now, TimeSpan queue)
    {
        if (_fallenSince is not { } since)
        {
            (_fallenSince, _firstLeast, _secondLeast) = (now, queue, TimeSpan.MaxValue);
            return QueueOwner.Self;
        }

        if (now - since < Step)
        {
            _firstLeast = queue < _firstLeast ? queue : _firstLeast;
            return QueueOwner.Self;
        }

        _secondLeast = queue < _secondLeast ? queue : _secondLeast;
        return now - since < Step + Step ? QueueOwner.Self
            : (_secondLeast - _firstLeast).Duration() < Steady ? QueueOwner.Nobody : QueueOwner.Others;
    }
}
