using Telemed.Storage.Nodes;

namespace Telemed.Server.SignIn;

/// <summary>
/// Wrong passwords by user name, known or not, so that the answer does not tell which names exist. After too many within
/// the window the name is locked for as long again, on every node: they are counted in the database. Any thread.
/// </summary>
internal sealed class LockOut(int failures, TimeSpan window, ISessionStore store, TimeProvider time)
{
    /// <summary>
    /// How long the name stays locked; null when it is not. It is from the last of so many guesses within the window on;
    /// while it is, no further guess is looked at, so that none prolongs it.
    /// </summary>
    public async Task<TimeSpan?> FindRemainingAsync(string user, CancellationToken ct)
    {
        var latest = await store.ListGuessesAsync(user, failures, ct);
        var left = latest.Count == failures && latest[0] - latest[^1] < window
            ? latest[0] + window - time.GetUtcNow()
            : TimeSpan.Zero;
        return left > TimeSpan.Zero ? left : null;
    }

    /// <summary>Notes a wrong password.</summary>
    public Task FailedAsync(string user, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return store.AddGuessAsync(user, now, now - (2 * window), ct);
    }

    /// <summary>Forgets the name's wrong passwords after a right one.</summary>
    public Task SucceededAsync(string user, CancellationToken ct) => store.ForgetGuessesAsync(user, ct);
}
