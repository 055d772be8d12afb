using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Telemed.Consults.Nodes;

/// <summary>Chooses the node for a room that nobody runs yet.</summary>
public static class RoomPlacement
{
    /// <summary>
    /// The least busy of those that are nearest to the clinic, since its link is the weaker one; one that is hardly free is not
    /// near. Among equals the consult itself decides, so that two who ask before anybody is there are sent to the same. Only nodes
    /// that are alive, not draining and reachable count; without any it is the one that was asked.
    /// </summary>
    /// <param name="nodes">All nodes.</param>
    /// <param name="here">The name of the one that was asked.</param>
    /// <param name="consult">The consult.</param>
    /// <param name="clinic">The clinic's institution and all above it, nearest first.</param>
    public static string Choose(
        IEnumerable<NodeRow> nodes, string here, ConsultId consult, IReadOnlyList<InstitutionId> clinic) => nodes
        .Where(row => row.IsAlive && !row.Node.IsDraining && (row.Node.PublicUrl is not null || row.Node.Name == here))
        .OrderBy(row => Steps(row.Node, clinic))
        .ThenBy(row => row.Node.PercentBusy / BusyStep)
        .ThenBy(row => row.Node.Participants / CrowdStep)
        .ThenBy(row => Weight(row.Node.Name, consult))
        .Select(row => row.Node.Name)
        .FirstOrDefault(here);

    /// <summary>Percent that are noise: within them nodes count as equally busy.</summary>
    private const int BusyStep = 20;

    /// <summary>Participants that make no difference.</summary>
    private const int CrowdStep = 50;

    /// <summary>From here on a node is filled only when the others are as full.</summary>
    private const int HardlyFree = 70;

    /// <summary>Rendezvous hashing: each consult has an order of nodes of its own, and all who ask know it.</summary>
    private static uint Weight(string node, ConsultId consult) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{consult.Value}|{node}")));

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
