namespace Telemed.Storage.Nodes;

/// <summary>
/// What the nodes of a region share of sessions: the keys of their cookies, which were signed out, and how often somebody
/// guessed. Any thread.
/// </summary>
public interface ISessionStore
{
    /// <summary>The texts of all keys.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A key was sealed with a master key that this node
    /// does not have.</exception>
    public Task<IReadOnlyList<string>> ListKeysAsync(CancellationToken cancellation = default);

    /// <summary>Keeps a key, sealed with the master key; one of this name is replaced.</summary>
    public Task KeepKeyAsync(string name, string text, CancellationToken cancellation = default);

    /// <summary>Notes that a session ended for good; those that ended before <paramref name="keep"/> are struck off.</summary>
    public Task EndAsync(string session, DateTimeOffset at, DateTimeOffset keep, CancellationToken cancellation = default);

    /// <summary>The sessions that ended at a moment or later.</summary>
    public Task<IReadOnlyList<string>> ListEndedAsync(DateTimeOffset since, CancellationToken cancellation = default);

    /// <summary>
    /// Notes a guess at what a name protects, when <paramref name="may"/> says so of the instants of the latest before it, at most
    /// <paramref name="most"/>, which are also the answer. Nobody else's guess at the name falls between the look and the note.
    /// Guesses of anybody before <paramref name="keep"/> are forgotten.
    /// </summary>
    public Task<IReadOnlyList<DateTimeOffset>> GuessAsync(
        string name,
        int most,
        Func<IReadOnlyList<DateTimeOffset>, bool> may,
        DateTimeOffset at,
        DateTimeOffset keep,
        CancellationToken cancellation = default);

    /// <summary>The instants of the latest guesses at a name, the latest first, at most so many.</summary>
    public Task<IReadOnlyList<DateTimeOffset>> ListGuessesAsync(string name, int most, CancellationToken cancellation = default);

    /// <summary>Forgets the guesses at a name.</summary>
    public Task ForgetGuessesAsync(string name, CancellationToken cancellation = default);
}
