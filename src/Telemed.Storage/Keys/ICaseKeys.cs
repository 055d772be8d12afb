namespace Telemed.Storage.Keys;

/// <summary>The keys of cases. Callable from any thread.</summary>
public interface ICaseKeys
{
    /// <summary>
    /// The 32-byte key of a case for its recordings and files; <c>null</c> when unknown or destroyed.
    /// </summary>
    public Task<byte[]?> FindAsync(ConsultId consult, CancellationToken cancellation = default);

    /// <summary>
    /// Destroys a case's key and clears its row: everything personal in its facts is unreadable from here on, and every
    /// chain of hashes still verifies. Its copy in the case library goes with it. <c>false</c> when there was no key left to destroy.
    /// </summary>
    public Task<bool> DestroyAsync(ConsultId consult, DateTimeOffset now, CancellationToken cancellation = default);
}
