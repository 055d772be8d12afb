using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Nodes;
using Telemed.Consults.Stores;
using Telemed.Server.Options;

namespace Telemed.Server.Nodes;

/// <summary>Says to which node somebody is sent who may enter a room. Any thread.</summary>
internal sealed class RoomPlaces(
    INodeStore store, NodeLease lease, IConsultStore consults, IDirectory directory, ServerOptions options, TimeProvider time)
{
    /// <summary>Who has missed a heartbeat is asked for again before anybody is sent there.</summary>
    private static readonly TimeSpan Doubtful = NodeLoop.Period * 2.5;

    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// The node that runs the room, or that is to run it. Waits while the room's node may be dead, until that is settled: nobody
    /// is sent to a node that does not answer.
    /// </summary>
    public async Task<RoomAddress> FindAsync(ConsultId consult, CancellationToken ct)
    {
        while (true)
        {
            var place = await store.FindRoomAsync(consult, ct);
            if (place is null || (!place.IsAlive && lease.JudgesOthers))
            {
                return await ChooseAsync(consult, dead: place?.Node, ct);
            }

            if (place.Node == lease.Name || place.Unheard < Doubtful || !lease.JudgesOthers)
            {
                return Address(place.Node, place.PublicUrl);
            }

            await Task.Delay(LookAgain, time, ct);
        }
    }

    /// <summary>Chooses among the nodes of the last heartbeat, in which one that is dead by now may still have lived.</summary>
    private async Task<RoomAddress> ChooseAsync(ConsultId consult, string? dead, CancellationToken ct)
    {
        var nodes = lease.Nodes.Where(row => row.Node.Name != dead).ToList();
        if (nodes.Count < 2)
        {
            return Address(lease.Name, null);
        }

        var chosen = RoomPlacement.Choose(nodes, lease.Name, consult, await ClinicAsync(consult, ct));
        return Address(chosen, nodes.FirstOrDefault(row => row.Node.Name == chosen)?.Node.PublicUrl);
    }

    private async Task<IReadOnlyList<InstitutionId>> ClinicAsync(ConsultId consult, CancellationToken ct)
    {
        if ((await consults.LoadConsultAsync(consult, ct)).State is not ConsultState.Filed { File.Institution: var clinic })
        {
            return [];
        }

        var network = await directory.LoadAsync(ct);
        var path = new List<InstitutionId>();
        for (InstitutionId? next = clinic; next is { } id && !path.Contains(id); next = network.FindInstitution(id)?.Parent)
        {
            path.Add(id);
        }

        return path;
    }

    private RoomAddress Address(string node, string? url) =>
        new(node, node == lease.Name ? options.Node.PublicUrl?.ToString().TrimEnd('/') : url);
}
