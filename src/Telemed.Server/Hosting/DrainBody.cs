namespace Telemed.Server.Hosting;

/// <summary>Whether the node is to be drained.</summary>
internal sealed record DrainBody(bool Draining);
