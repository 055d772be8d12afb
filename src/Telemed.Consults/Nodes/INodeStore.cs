namespace Telemed.Consults.Nodes;

/// <summary>
/// The nodes of a region and the rooms they run, in the database that they share; its clock alone counts. A room belongs to
/// its node for as long as the node's heartbeat does, and its epoch grows with every node that takes it over. Callable from
/// any thread.
/// </summary>
public interface INodeStore
{
    /// <summary>How long a node counts as alive without another word.</summary>
    public TimeSpan Lease { get; }

    /// <summary>A node begins: whoever ran under its name before counts no more.</summary>
    /// <returns>The rooms that the run before left behind, with their epochs.</returns>
    public Task<IReadOnlyDictionary<ConsultId, long>> RegisterAsync(ServerNode node, CancellationToken cancellation = default);

    /// <summary>A node says that it is there, for another <see cref="Lease"/>.</summary>
    /// <returns>The rooms that are its own, with their epochs; null when another process runs under its name now.</returns>
    public Task<IReadOnlyDictionary<ConsultId, long>?> BeatAsync(ServerNode node, CancellationToken cancellation = default);

    /// <summary>All nodes that were ever there and were not struck off, by name.</summary>
    public Task<IReadOnlyList<NodeRow>> ListAsync(CancellationToken cancellation = default);

    /// <summary>Strikes a node off with its rooms: it stops. Nothing when another process runs under its name.</summary>
    public Task LeaveAsync(string node, string instance, CancellationToken cancellation = default);

    /// <summary>Strikes off nodes that nobody has heard of for a day and that run no room.</summary>
    public Task PruneAsync(CancellationToken cancellation = default);

    /// <summary>Where a consult's room is; null when no node runs it.</summary>
    public Task<RoomPlace?> FindRoomAsync(ConsultId consult, CancellationToken cancellation = default);

    /// <summary>
    /// A node asks to run a room, and thereby shows that it is alive: it gets one that nobody runs, in the next epoch one whose
    /// node is dead, and keeps one that is its own.
    /// </summary>
    /// <param name="consult">The consult.</param>
    /// <param name="node">The asking node's name.</param>
    /// <param name="instance">Which run of it.</param>
    /// <param name="replacesDead">Whether it may judge that others are dead.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Who runs it now, the asking node or another; null when another process runs under the asking node's name.</returns>
    public Task<RoomPlace?> ClaimRoomAsync(
        ConsultId consult, string node, string instance, bool replacesDead, CancellationToken cancellation = default);

    /// <summary>A node hands a room that is its own in this epoch to another, in the next epoch.</summary>
    /// <returns>Whether the other has it now: not when it is dead or draining, or the room was no longer the node's.</returns>
    public Task<bool> HandOverAsync(ConsultId consult, string node, long epoch, string to, CancellationToken cancellation = default);

    /// <summary>A node gives a room back; nothing when it was in a later epoch already.</summary>
    public Task ReleaseRoomAsync(ConsultId consult, string node, long epoch, CancellationToken cancellation = default);

    /// <summary>All rooms, or those whose nodes are dead: their consults wait for somebody who takes them over.</summary>
    public Task<IReadOnlyList<RoomPlace>> ListRoomsAsync(bool orphans, CancellationToken cancellation = default);
}
