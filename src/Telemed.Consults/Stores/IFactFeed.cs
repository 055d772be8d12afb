namespace Telemed.Consults.Stores;

/// <summary>
/// The facts of all streams in commit order, for whoever pushes them on. A reader that was away reads on from its last
/// position and misses nothing. Callable from any thread.
/// </summary>
public interface IFactFeed
{
    /// <summary>The place after the last fact that can be read now.</summary>
    public Task<FeedPosition> HeadAsync(CancellationToken cancellation = default);

    /// <summary>Up to <paramref name="most"/> facts after a place, in order; empty when there are none yet.</summary>
    public Task<IReadOnlyList<Fact>> ReadAsync(FeedPosition after, int most, CancellationToken cancellation = default);

    /// <summary>Every fact after a place, waiting for more until cancelled.</summary>
    public IAsyncEnumerable<Fact> FollowAsync(FeedPosition after, CancellationToken cancellation = default);
}
