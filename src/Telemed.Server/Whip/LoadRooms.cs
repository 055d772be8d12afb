using Telemed.Media;

namespace Telemed.Server.Whip;

/// <summary>
/// The rooms without a consult: nobody is asked for consent, nothing is stored, and a room ends with its last participant. They
/// are recorded only to see what that costs: the journals belong to no recording that the server knows of. At the media node
/// their names begin with a prefix that no consult's id has. Any thread.
/// </summary>
internal sealed class LoadRooms(MediaNode media, TimeProvider time)
{
    private const string Prefix = "load/";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<string, LoadMember>> _rooms = new(StringComparer.Ordinal);
    private int _recordings;

    /// <summary>How many are open.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _rooms.Count;
            }
        }
    }

    /// <summary>The room of a name; it is open while somebody is in it.</summary>
    public LoadRoom GetOrOpen(string name) => new(Prefix + name, this, media);

    /// <summary>The room of a media node's name; null when it is none of these.</summary>
    public LoadRoom? Find(string mediaRoom) =>
        mediaRoom.StartsWith(Prefix, StringComparison.Ordinal) ? new(mediaRoom, this, media) : null;

    /// <summary>Takes a member in; false when one of that id is there.</summary>
    public bool TryEnter(string room, LoadMember member)
    {
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var members))
            {
                _rooms.Add(room, members = new(StringComparer.Ordinal));
            }

            return members.TryAdd(member.Id, member);
        }
    }

    /// <summary>Takes a member out, and with the last one ends the room; nothing when it is not in.</summary>
    public async Task LeaveAsync(string room, string member)
    {
        Task left;
        lock (_gate)
        {
            if (!_rooms.TryGetValue(room, out var members) || !members.Remove(member))
            {
                return;
            }

            // Begun under the lock: who enters after this finds the media room gone and opens a new one.
            var isLast = members.Count == 0 && _rooms.Remove(room);
            left = isLast ? media.CloseRoomAsync(room) : media.LeaveAsync(room, member);
        }

        try
        {
            await left;
        }
        catch (MediaRefusedException)
        {
            // The shard has ended, and with it the room.
        }
    }

    /// <summary>Begins or ends recordings of the rooms that are open now, with everybody in them.</summary>
    public async Task RecordAsync(bool on)
    {
        List<string> open;
        lock (_gate)
        {
            open = [.. _rooms.Keys];
        }

        await Task.WhenAll(open.Select(room => on ? BeginAsync(room) : media.StopRecordingAsync(room)));
    }

    /// <summary>Who is in a room now.</summary>
    public IReadOnlyList<LoadMember> Members(string room)
    {
        lock (_gate)
        {
            return _rooms.TryGetValue(room, out var members) ? [.. members.Values] : [];
        }
    }

    /// <summary>A member; null when it is not in.</summary>
    public LoadMember? Find(string room, string member)
    {
        lock (_gate)
        {
            return _rooms.GetValueOrDefault(room)?.GetValueOrDefault(member);
        }
    }

    /// <summary>The publications that a name stands for; see <see cref="PlayWishes.Find"/>.</summary>
    public IReadOnlyList<(string Id, MediaKind Kind)> Publications(string room, string name)
    {
        lock (_gate)
        {
            return !_rooms.TryGetValue(room, out var members) ? [] : PlayWishes.Find(
                name,
                (members.TryGetValue(name, out var one) ? [one] : members.Values.AsEnumerable())
                    .SelectMany(member => member.Publications)
                    .Select(publication => (publication.Id, publication.Participant, publication.Kind)));
        }
    }

    private Task BeginAsync(string room)
    {
        var people = Members(room).Select(one => new RecordedParticipant(one.Id, one.Id, "load", Granted: true));
        var start = new RecordingStart($"load-{Interlocked.Increment(ref _recordings)}", 0, time.GetUtcNow(), [.. people])
        {
            ConsultId = "load",
        };
        return media.StartRecordingAsync(room, start, CancellationToken.None);
    }
}
