namespace Telemed.Server.Options;

/// <summary>What this process is within the network. Section <c>Telemed:Node</c>.</summary>
internal sealed record NodeOptions
{
    /// <summary>The node's name, unique among the nodes on one database. Default: the machine's name.</summary>
    public required string Name { get; init; }

    /// <summary>The address that browsers reach this node at; null: the one they used themselves.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The institution that the node stands near, with all below it: their rooms are opened here first. Null: none.</summary>
    public string? Near { get; init; }

    /// <summary>How long the node counts as alive without another word; the same for all nodes of a region.</summary>
    public required TimeSpan Lease { get; init; }

    /// <summary>How long people have to follow their rooms to other nodes when this one stops.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>Which parts run here: <c>control</c>, <c>media</c>. Default: both.</summary>
    public required IReadOnlyList<string> Roles { get; init; }
}
