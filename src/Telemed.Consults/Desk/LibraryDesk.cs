namespace Telemed.Consults.Desk;

/// <summary>
/// The case library for who learns, treats or reviews: page by page, never as a whole. Callable from any thread and any node.
/// </summary>
/// <param name="library">The copies.</param>
/// <param name="directory">The network.</param>
public sealed class LibraryDesk(ICaseLibrary library, IDirectory directory)
{
    /// <summary>A page of the copies in which all words stand, the latest first.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="service">Of this service; <c>null</c> for all.</param>
    /// <param name="words">Words between spaces; nothing for all.</param>
    /// <param name="after">Those after this one; <c>null</c> from the first.</param>
    /// <param name="size">How many, 1 to <see cref="LibraryQuery.MostOfPage"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Outcome<LibraryPage>> SearchAsync(
        StaffMember who,
        ServiceCode? service,
        string? words,
        LibraryPlace? after,
        int size,
        CancellationToken cancellation = default)
    {
        if (!AccessPolicy.May(who.Roles, DeskAction.ReadLibrary))
        {
            return new Outcome<LibraryPage>.Forbidden();
        }

        var network = await directory.LoadAsync(cancellation);
        if (RequestRules.Check(service, words, size, network) is { Count: > 0 } errors)
        {
            return new Outcome<LibraryPage>.Invalid(errors);
        }

        return new Outcome<LibraryPage>.Done(await library.SearchAsync(
            new(service, LibraryQuery.WordsOf(words), after, size), cancellation));
    }

    /// <summary>One copy.</summary>
    public async Task<Outcome<LibraryCopy>> FindAsync(StaffMember who, CopyId id, CancellationToken cancellation = default)
    {
        if (!AccessPolicy.May(who.Roles, DeskAction.ReadLibrary))
        {
            return new Outcome<LibraryCopy>.Forbidden();
        }

        return await library.FindAsync(id, cancellation) is { } copy
            ? new Outcome<LibraryCopy>.Done(copy)
            : new Outcome<LibraryCopy>.NotFound();
    }
}
