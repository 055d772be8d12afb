namespace Telemed.Consults.Library;

/// <summary>
/// The case library: copies under keys of their own. A copy is laid down first, unseen, and comes into the library by
/// the append that says so in its case; the append that withdraws it destroys it. Callable from any thread and any node.
/// </summary>
public interface ICaseLibrary
{
    /// <summary>Lays a copy down under a new key, seen by nobody.</summary>
    public Task StageAsync(LibraryCopy copy, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Takes a copy away that was laid down and not released.</summary>
    public Task DropAsync(CopyId id, CancellationToken cancellation = default);

    /// <summary>Takes away what was laid down a day ago or earlier and never released: its node died on the way.</summary>
    public Task SweepAsync(DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Those of these copies that are not there, laid down or released.</summary>
    public Task<IReadOnlyList<CopyId>> ListGoneAsync(IReadOnlyCollection<CopyId> ids, CancellationToken cancellation = default);

    /// <summary>The 32-byte key of a copy's files, laid down or released; <c>null</c> when there is none.</summary>
    public Task<byte[]?> FindKeyAsync(CopyId id, CancellationToken cancellation = default);

    /// <summary>A copy that is in the library, or <c>null</c>.</summary>
    public Task<LibraryCopy?> FindAsync(CopyId id, CancellationToken cancellation = default);

    /// <summary>A page of those that are in it, the latest first.</summary>
    public Task<LibraryPage> SearchAsync(LibraryQuery query, CancellationToken cancellation = default);
}
