namespace Telemed.Server.Options;

/// <summary>What this process is within the network. Section <c>Telemed:Node</c>.</summary>
internal sealed record NodeOptions
{
    /// <summary>The node's name, unique among the nodes on one database. Default: the machine's name.</summary>
    public required string Name { get; init; }

    /// <summary>The address that browsers reach this node at; null: the one they used themselves.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Which parts run here: <c>control</c>, <c>media</c>. Default: both.</summary>
    public required IReadOnlyList<string> Roles { get; init; }
}
