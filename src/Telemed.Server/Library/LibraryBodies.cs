namespace Telemed.Server.Library;

/// <summary>The bodies of what is asked of the case library, and of copies on their way there.</summary>
internal static class LibraryBodies
{
    /// <summary>A copy as its author would have it.</summary>
    public sealed record Propose(
        string CommandId, string Title, string Summary, string Findings, string Advice, IReadOnlyList<string> Files);

    /// <summary>Which copies are looked for. Words travel in a body: addresses are logged by every proxy.</summary>
    public sealed record Search(string? Service = null, string? Words = null, string? After = null, int Size = 10);

    /// <summary>A page of the library.</summary>
    public sealed record Page(IReadOnlyList<Telemed.Consults.Views.LibraryRowView> Items, string? Next);
}
