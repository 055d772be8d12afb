namespace Telemed.Consults.Nodes;

/// <summary>Chooses the node for a room that nobody runs yet.</summary>
public static class RoomPlacement
{
    /// <summary>
    /// The one on which the fewest are for how busy it is: alive, not draining, reachable by browsers; among equals the one that was
    /// asked, since its way to the caller is known to work, then by name. The one that was asked when there is none.
    /// </summary>
    /// <param name="nodes">All nodes.</param>
    /// <param name="here">The name of the one that was asked.</param>
    public static string Choose(IEnumerable<NodeRow> nodes, string here) => nodes
        .Where(row => row.IsAlive && !row.Node.IsDraining && (row.Node.PublicUrl is not null || row.Node.Name == here))
        .OrderBy(row => row.Node.PercentBusy / BusyStep)
        .ThenBy(row => row.Node.Participants)
        .ThenBy(row => row.Node.Name == here ? 0 : 1)
        .ThenBy(row => row.Node.Name, StringComparer.Ordinal)
        .Select(row => row.Node.Name)
        .FirstOrDefault(here);

    /// <summary>Percent that are noise: within them nodes count as equally busy.</summary>
    private const int BusyStep = 10;
}
