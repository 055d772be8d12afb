using Telemed.Storage.Nodes;

namespace Telemed.Server.SignIn;

/// <summary>
/// Guesses at a password by user name, known or not, so that the answer does not tell which names exist. After too many within
/// the window the name is locked for as long again, on every node: they are counted in the database. A guess counts before it is
/// looked at, so that of many at a time no more are looked at than one after another; a right one takes itself back. Any thread.
/// </summary>
internal sealed class LockOut(int failures, TimeSpan window, ISessionStore store, TimeProvider time)
{
    /// <summary>
    /// How long the name stays locked; null when it is not. It is from the last of so many guesses within the window on;
    /// while it is, no further guess is looked at, so that none prolongs it.
    /// </summary>
    public async Task<TimeSpan?> FindRemainingAsync(string user, CancellationToken ct) =>
        Remaining(await store.ListGuessesAsync(user, failures, ct), time.GetUtcNow());

    /// <summary>
    /// Counts a guess that is about to be looked at: null; or how long the name stays locked, and then it is not counted and must
    /// not be looked at.
    /// </summary>
    public async Task<TimeSpan?> CountAsync(string user, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return Remaining(
            await store.GuessAsync(user, failures, latest => Remaining(latest, now) is null, now, now - (2 * window), ct), now);
    }

    /// <summary>Forgets the name's guesses after a right one.</summary>
    public Task SucceededAsync(string user, CancellationToken ct) => store.ForgetGuessesAsync(user, ct);

    private TimeSpan? Remaining(IReadOnlyList<DateTimeOffset> latest, DateTimeOffset now)
    {
        var left = latest.Count == failures && latest[0] - latest[^1] < window ? latest[0] + window - now : TimeSpan.Zero;
        return left > TimeSpan.Zero ? left : null;
    }
}
