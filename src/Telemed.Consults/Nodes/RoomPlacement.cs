namespace Telemed.Consults.Nodes;

/// <summary>Chooses the node for a room that nobody runs yet.</summary>
public static class RoomPlacement
{
    /// <summary>
    /// The least busy of those that are nearest to the clinic, since its link is the weaker one; one that is hardly free is not
    /// near. Among equals the one with the fewest participants, then the one that was asked, whose way to the caller is known to
    /// work, then by name. Only nodes that are alive, not draining and reachable count; without any it is the one that was asked.
    /// </summary>
    /// <param name="nodes">All nodes.</param>
    /// <param name="here">The name of the one that was asked.</param>
    /// <param name="clinic">The clinic's institution and all above it, nearest first.</param>
    public static string Choose(IEnumerable<NodeRow> nodes, string here, IReadOnlyList<InstitutionId> clinic) => nodes
        .Where(row => row.IsAlive && !row.Node.IsDraining && (row.Node.PublicUrl is not null || row.Node.Name == here))
        .OrderBy(row => Steps(row.Node, clinic))
        .ThenBy(row => row.Node.PercentBusy / BusyStep)
        .ThenBy(row => row.Node.Participants)
        .ThenBy(row => row.Node.Name == here ? 0 : 1)
        .ThenBy(row => row.Node.Name, StringComparer.Ordinal)
        .Select(row => row.Node.Name)
        .FirstOrDefault(here);

    /// <summary>Percent that are noise: within them nodes count as equally busy.</summary>
    private const int BusyStep = 10;

    /// <summary>From here on a node is filled only when the others are as full.</summary>
    private const int HardlyFree = 70;

    private static int Steps(ServerNode node, IReadOnlyList<InstitutionId> clinic)
    {
        if (node.PercentBusy >= HardlyFree)
        {
            return int.MaxValue;
        }

        var steps = node.Near is { } near ? clinic.TakeWhile(one => one != near).Count() : clinic.Count;
        return Math.Min(steps, clinic.Count);
    }
}
