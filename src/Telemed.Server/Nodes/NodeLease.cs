using System.Globalization;
using Telemed.Consults.Ids;
using Telemed.Consults.Nodes;
using Telemed.Consults.Recordings;
using Telemed.Media;
using Telemed.Server.Hosting;
using Telemed.Server.Options;

namespace Telemed.Server.Nodes;

/// <summary>
/// This process as one of the nodes of its region: its heartbeat, the rooms that are its own, and what it knows of the other
/// nodes. Any thread.
/// </summary>
internal sealed class NodeLease(
    INodeStore store, ServerOptions options, SharedFiles files, MediaNode media, RegionTime time)
{
    private static readonly TimeSpan BeatLimit = TimeSpan.FromSeconds(2);

    private readonly string _instance = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
    private long _heardSince;
    private long _heard;
    private volatile IReadOnlyList<NodeRow> _nodes = [];
    private volatile bool _isStopping;
    private volatile bool _isFenced;

    /// <summary>The node's name.</summary>
    public string Name => options.Node.Name;

    /// <summary>All nodes, as of the last heartbeat.</summary>
    public IReadOnlyList<NodeRow> Nodes => _nodes;

    /// <summary>
    /// Whether this node may say that another is dead: only one that could reach the database itself for as long as a lease
    /// lasts. After the database was away all others look dead for a moment.
    /// </summary>
    public bool JudgesOthers => Volatile.Read(ref _heardSince) is > 0 and var since && time.GetElapsedTime(since) >= store.Lease;

    /// <summary>Whether this node has reached the database for as long as a lease lasts, and just now.</summary>
    public bool ReachesDatabase => JudgesOthers && time.GetElapsedTime(Volatile.Read(ref _heard)) < NodeLoop.Period * 2;

    /// <summary>Whether the others count this node as dead, as far as they reach the database themselves.</summary>
    public bool IsOverdue => time.GetElapsedTime(Volatile.Read(ref _heard)) >= store.Lease;

    /// <summary>Whether this node alone does not reach the database: its rooms are for the others, until its next heartbeat.</summary>
    public bool IsFenced
    {
        get => _isFenced;
        set => _isFenced = value;
    }

    /// <summary>Whether this node leaves the region: it takes no more rooms.</summary>
    public bool IsStopping
    {
        get => _isStopping;
        set => _isStopping = value;
    }

    /// <summary>Begins; what ran under this name before counts no more.</summary>
    /// <returns>The rooms that it left behind.</returns>
    /// <exception cref="NodeConflictException">The other nodes keep their recordings and files elsewhere, or this one has no
    /// address of its own beside them.</exception>
    public async Task<IReadOnlyDictionary<ConsultId, long>> RegisterAsync(CancellationToken ct)
    {
        _nodes = await store.ListAsync(ct);
        if (_nodes.FirstOrDefault(row => row.IsAlive && row.Node.Name != Name && row.Node.Files != files.Mark) is { } other)
        {
            throw new NodeConflictException(
                $"Node {other.Node.Name} keeps its recordings or files in another place. All nodes of a region share one "
                + "Telemed:Recording:Directory and one Telemed:Files:Directory.");
        }

        if (options.Node.PublicUrl is null && _nodes.FirstOrDefault(row => row.IsAlive && row.Node.Name != Name) is { } beside)
        {
            throw new NodeConflictException(
                $"Node {beside.Node.Name} runs beside this one: Telemed:Node:PublicUrl must say where browsers reach this one alone.");
        }

        var asked = time.GetTimestamp();
        var left = await store.RegisterAsync(Describe(), ct);
        await LookAsync(asked, ct);
        Volatile.Write(ref _heardSince, time.GetTimestamp());
        return left;
    }

    /// <summary>Says that this node is there, and looks who else is.</summary>
    /// <returns>The rooms that are its own; null when another process runs under its name.</returns>
    public async Task<IReadOnlyDictionary<ConsultId, long>?> BeatAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(BeatLimit);
        try
        {
            var asked = time.GetTimestamp();
            var held = await store.BeatAsync(Describe(), limit.Token);
            await LookAsync(asked, limit.Token);
            Interlocked.CompareExchange(ref _heardSince, time.GetTimestamp(), 0);
            return held;
        }
        catch
        {
            Volatile.Write(ref _heardSince, 0);
            throw;
        }
    }

    /// <summary>Asks to run a room; who runs it is in the answer.</summary>
    public async Task<RoomPlace?> ClaimAsync(ConsultId consult) =>
        await store.ClaimRoomAsync(consult, Name, _instance, JudgesOthers && !IsStopping);

    /// <summary>Whether a room is still this node's in an epoch, by the database now.</summary>
    public async Task<bool> RunsAsync(ConsultId consult, long epoch) =>
        await store.FindRoomAsync(consult) is { } place && place.Node == Name && place.Epoch == epoch;

    /// <summary>Gives a room back.</summary>
    public Task ReleaseAsync(ConsultId consult, long epoch) => store.ReleaseRoomAsync(consult, Name, epoch);

    /// <summary>Hands a room to another node; where browsers reach that node, or null when it cannot take the room.</summary>
    public async Task<NodeRow?> HandOverAsync(ConsultId consult, long epoch)
    {
        var others = _nodes.Where(row => row.Node.Name != Name).ToList();
        var to = RoomPlacement.Choose(others, Name, consult, []);
        return to != Name && await store.HandOverAsync(consult, Name, epoch, to)
            ? others.First(row => row.Node.Name == to)
            : null;
    }

    /// <summary>Whether no node but this one sees to a recording: nobody took it over yet, or who did is gone.</summary>
    public bool IsForMe(RecordingLife recording) =>
        recording.Node is null || recording.Node == Name || IsGone(recording.Node);

    /// <summary>Whether a node has left or is dead.</summary>
    public bool IsGone(string node) =>
        _nodes.FirstOrDefault(row => row.Node.Name == node) is not { } row || (!row.IsAlive && JudgesOthers);

    /// <summary>Ends: the node is struck off.</summary>
    public Task LeaveAsync(CancellationToken ct) => store.LeaveAsync(Name, _instance, ct);

    /// <summary>Looks who is there; the node's own row says what time it was when it was written.</summary>
    private async Task LookAsync(long asked, CancellationToken ct)
    {
        _nodes = await store.ListAsync(ct);
        Volatile.Write(ref _heard, asked);
        _isFenced = false;
        if (_nodes.FirstOrDefault(row => row.Node.Name == Name) is { } own)
        {
            time.Hear(own.SeenAt, asked);
        }
    }

    private ServerNode Describe()
    {
        var now = media.Snapshot();
        return new(
            Name,
            _instance,
            options.Node.PublicUrl?.ToString().TrimEnd('/'),
            options.Node.Near is { } near ? new InstitutionId(near) : null,
            now.Rooms,
            now.Participants,
            media.PercentBusy,
            media.IsDraining || IsStopping,
            files.Mark,
            ProgramVersion.Text);
    }
}
