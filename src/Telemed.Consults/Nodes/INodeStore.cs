namespace Telemed.Consults.Nodes;

/// <summary>
/// The nodes of a region and the rooms they run, in the database that they share; its clock alone counts. Callable from any
/// thread.
/// </summary>
public interface INodeStore
{
    /// <summary>A node says that it is there, until <paramref name="lease"/> has passed without another word.</summary>
    /// <returns>The rooms that are still its own, with their epochs.</returns>
    Task<IReadOnlyDictionary<ConsultId, int>> BeatAsync(ServerNode node, TimeSpan lease, CancellationToken cancellation = default);

    /// <summary>All nodes that were ever there and were not struck off, by name.</summary>
    Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancellation = default);

    /// <summary>Strikes a node off with its rooms: it stops, or begins anew.</summary>
    Task LeaveAsync(string node, CancellationToken cancellation = default);

    /// <summary>Where a consult's room is; null when no node runs it.</summary>
    Task<RoomPlace?> FindRoomAsync(ConsultId consult, CancellationToken cancellation = default);

    /// <summary>
    /// A node that is alive asks to run a room: it gets one that nobody runs, or whose node is dead, in the next epoch, and keeps
    /// one that it runs already.
    /// </summary>
    /// <returns>Who runs it now: the asking node or another; null when the asking node does not count as alive.</returns>
    Task<RoomPlace?> ClaimRoomAsync(ConsultId consult, string node, CancellationToken cancellation = default);

    /// <summary>A node gives a room back; nothing when it was in a later epoch already.</summary>
    Task ReleaseRoomAsync(ConsultId consult, string node, int epoch, CancellationToken cancellation = default);

    /// <summary>The rooms whose nodes are dead: somebody has to tell their consults that the session broke off.</summary>
    Task<IReadOnlyList<ConsultId>> ListOrphansAsync(CancellationToken cancellation = default);
}
