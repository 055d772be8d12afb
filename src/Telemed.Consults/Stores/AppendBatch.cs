namespace Telemed.Consults.Stores;

/// <summary>Appends to one or more streams that hold together: all of them or none.</summary>
/// <param name="Command">The command that led to it, or <c>null</c> for what the system does by itself.</param>
/// <param name="Streams">The streams, each at most once.</param>
public sealed record AppendBatch(CommandRecord? Command, IReadOnlyList<StreamAppend> Streams);
