using Telemed.Consults.Nodes;

namespace Telemed.Server.Nodes;

/// <summary>
/// The origins (RFC 6454) that are ours: the address that people open, and every node's own. A page from one of them may speak
/// with a room on any other. Put together anew with each heartbeat, not for each request. Any thread.
/// </summary>
internal sealed class NodeOrigins(Func<IReadOnlyList<NodeRow>> nodes, params Uri?[] own)
{
    /// <summary>A node that is started anew is away for a moment; whoever has its name later is not ours.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private volatile Known? _known;

    /// <summary>Whether a page of this origin is ours, beside the one that the request itself names.</summary>
    public bool Contains(string origin) => Now().Origins.Contains(origin);

    /// <summary>The sources that a page may connect to beside its own (Content Security Policy, connect-src).</summary>
    public string Sources() => Now().Sources;

    private Known Now()
    {
        var rows = nodes();
        return _known is { } known && ReferenceEquals(known.Nodes, rows) ? known : _known = Of(rows);
    }

    private Known Of(IReadOnlyList<NodeRow> rows)
    {
        var since = rows.Count == 0 ? default : rows.Max(one => one.SeenAt) - Remembered;
        var origins = rows.Where(row => row.SeenAt > since)
            .Select(row => row.Node.PublicUrl)
            .Concat(own.Select(url => url?.ToString()))
            .OfType<string>()
            .Select(url => new Uri(url).GetLeftPart(UriPartial.Authority))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToList();
        return new(
            rows,
            origins.ToHashSet(StringComparer.OrdinalIgnoreCase),
            string.Concat(origins.Select(origin => $" {origin} ws{origin["http".Length..]}")));
    }

    private sealed record Known(IReadOnlyList<NodeRow> Nodes, HashSet<string> Origins, string Sources);
}
