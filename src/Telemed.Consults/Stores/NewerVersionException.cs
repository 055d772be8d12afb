namespace Telemed.Consults.Stores;

/// <summary>A case holds a fact of a kind that this version does not know: a newer one wrote it, on another node of the region.
/// Nothing of the case is told or written by a version that does not know all of it.</summary>
/// <param name="kind">The stored name of the fact's kind.</param>
public sealed class NewerVersionException(string kind) : Exception($"Facts of the kind {kind} are not known to this version.")
{
    /// <summary>The stored name of the fact's kind.</summary>
    public string Kind { get; } = kind;
}
