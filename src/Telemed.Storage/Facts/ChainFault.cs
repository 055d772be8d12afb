namespace Telemed.Storage.Facts;

/// <summary>A place where a chain of hashes is broken.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The version of the fact.</param>
/// <param name="Kind"><c>missing</c>, <c>changed</c>, or <c>unknown</c> for facts of a stream that is not
/// known.</param>
public sealed record ChainFault(string Stream, long Version, string Kind);
