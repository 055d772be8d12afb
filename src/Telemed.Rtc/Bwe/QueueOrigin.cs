using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// Whose queue it is. As long as one's own queue stands, the link is full of one's own packets: what arrives is what the link
/// carries, however much less is sent, until the queue is gone. Where what arrives has fallen with what is sent, and the queue
/// stands all the same, others keep it full. Not thread-safe; allocates nothing.
/// </summary>
internal struct QueueOrigin
{
    private const double Fallen = 0.7;
    private const double Follows = 0.85;
    private static readonly TimeSpan Stands = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Evidence = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(1);

    private MonotonicTime? _since;
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
    /// <returns>Whether the queue is one of others.</returns>
    public bool Note(MonotonicTime now, TimeSpan queue, Bitrate sent, Bitrate arrived)
    {
        if (queue < Stands)
        {
            this = default;
            return false;
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
            return false;
        }

        var weight = Math.Min(1, (now - _notedAt) / Memory);
        _notedAt = now;
        _sent += weight * (sent.BitsPerSecond - _sent);
        _arrived += weight * (arrived.BitsPerSecond - _arrived);
        _most = Math.Max(_most, _arrived);
        return age > Evidence && _arrived < Fallen * _most && _sent > Follows * _arrived;
    }
}
