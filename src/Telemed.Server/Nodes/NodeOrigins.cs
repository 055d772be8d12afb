using Telemed.Consults.Nodes;
using Telemed.Server.Options;

namespace Telemed.Server.Nodes;

/// <summary>
/// The origins (RFC 6454) that are ours: the address that people open, and every node's own. A page from one of them may speak
/// with a room on any other. Any thread.
/// </summary>
internal sealed class NodeOrigins(NodeLease lease, ServerOptions options)
{
    /// <summary>Whether a page of this origin is ours, beside the one that the request itself names.</summary>
    public bool Contains(string origin) => All().Contains(origin, StringComparer.OrdinalIgnoreCase);

    /// <summary>The sources that a page may connect to beside its own (Content Security Policy, connect-src).</summary>
    public string Sources() => string.Concat(All().Select(origin => $" {origin} ws{origin["http".Length..]}"));

    /// <summary>A node that is started anew is away for a moment; whoever has its name later is not ours.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private IEnumerable<string> All() => Known(lease.Nodes)
        .Select(row => row.Node.PublicUrl)
        .Append(options.Node.PublicUrl?.ToString())
        .Append(options.PublicUrl?.ToString())
        .OfType<string>()
        .Select(url => new Uri(url).GetLeftPart(UriPartial.Authority))
        .Distinct(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<NodeRow> Known(IReadOnlyList<NodeRow> nodes) => nodes.Count == 0
        ? nodes
        : nodes.Where(row => row.SeenAt > nodes.Max(one => one.SeenAt) - Remembered);
}
