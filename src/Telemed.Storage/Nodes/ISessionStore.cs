namespace Telemed.Storage.Nodes;

/// <summary>What the nodes of a region share of sessions: the keys of their cookies, and which were signed out. Any thread.</summary>
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
}
