namespace Telemed.Server.Nodes;

/// <summary>This process cannot be a node of the region as it is configured; the text says what to change.</summary>
internal sealed class NodeConflictException(string message) : Exception(message);
