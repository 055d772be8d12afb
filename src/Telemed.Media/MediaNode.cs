using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Telemed.Media.Recording;
using Telemed.Media.Shards;
using Telemed.Media.Signalling;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Session;
using Telemed.Sfu.Routing;

namespace Telemed.Media;

/// <summary>
/// The media side of a node: the rooms, spread over the shards. All members may be called from any thread. A task that
/// names a room or participant which is not there completes without effect, unless its documentation says otherwise:
/// people leave while commands are on their way.
/// </summary>
public sealed partial class MediaNode : IAsyncDisposable
{
    private const int EventCapacity = 65_536;

    /// <summary>A person whose link is gone for so long comes back to the transport that they had.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(10);

    private readonly Channel<MediaEvent> _events = Channel.CreateBounded<MediaEvent>(
        new BoundedChannelOptions(EventCapacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly ConcurrentDictionary<string, RoomEntry> _rooms = new(StringComparer.Ordinal);
    private readonly Lock _placing = new();
    private readonly TimeProvider _time;
    private readonly MonotonicClock _clock;
    private readonly DtlsCertificate _certificate;
    private readonly MediaOptions _options;
    private readonly IReadOnlyList<IPAddress> _addresses;
    private readonly Recorder _recorder;
    private readonly Shard[] _shards;
    private readonly int[] _roomsPlaced;
    private readonly Task _problems;
    private bool _isDisposed;

    private MediaNode(MediaOptions options, RecordingOptions recording, TimeProvider time, ILoggerFactory logs)
    {
        _time = time;
        _clock = new(time);
        _options = options;
        _addresses = LocalAddresses.Announced(options);
        _shards = BindAll(options, logs.CreateLogger("Telemed.Media"));
        _roomsPlaced = new int[_shards.Length];
        try
        {
            _recorder = new(recording, logs);
        }
        catch
        {
            DisposeAll(_shards);
            throw;
        }

        _certificate = DtlsCertificate.Create(time.GetUtcNow());
        _problems = ForwardProblemsAsync();
        foreach (var shard in _shards)
        {
            shard.Start();
        }
    }

    /// <summary>
    /// What happened in the rooms, in the order in which it happened in each room. One reader; completes when the node
    /// is disposed. A reader that falls 65,536 events behind loses the oldest.
    /// </summary>
    public ChannelReader<MediaEvent> Events => _events.Reader;

    /// <summary>Opens the sockets and starts the shards.</summary>
    /// <exception cref="ArgumentException">An option is out of its bounds; the message lists every fault.</exception>
    /// <exception cref="IOException">A socket could not be opened or bound.</exception>
    /// <exception cref="RecordingException">The recordings' directory or master key cannot be read or made.</exception>
    public static MediaNode Start(
        MediaOptions options, RecordingOptions recording, TimeProvider time, ILoggerFactory logs)
    {
        var faults = options.Validate();
        if (faults.Count > 0)
        {
            throw new ArgumentException(
                "Telemed:Media is not valid. " + string.Join(" ", faults), nameof(options));
        }

        return new(options, recording, time, logs);
    }

    /// <summary>
    /// Brings a participant into a room, which opens with its first one. A participant that joins again under the same
    /// id replaces its old transport and keeps its place.
    /// </summary>
    /// <param name="room">The room's id.</param>
    /// <param name="participant">The participant's id, unique within the room.</param>
    /// <param name="offerSdp">The client's offer.</param>
    /// <param name="recordable">Whether the participant has agreed to be recorded.</param>
    /// <param name="ct">Gives up before the participant has joined.</param>
    /// <param name="wishes">What its slots are to carry from the start; null leaves them automatic.</param>
    /// <param name="sound">Whose sound it gets from the start; null for everybody's.</param>
    /// <param name="isInstrument">Whether what it sends as sound is an instrument's: asked for whole, without gaps in silence.</param>
    /// <exception cref="MediaRefusedException">The offer is malformed or unsupported, the node is overloaded, or the
    /// room was closed meanwhile.</exception>
    public async Task<JoinAnswer> JoinAsync(
        string room,
        string participant,
        string offerSdp,
        bool recordable,
        CancellationToken ct,
        IReadOnlyList<SlotWish>? wishes = null,
        SoundChoice? sound = null,
        bool isInstrument = false)
    {
        var offer = Negotiation.Parse(offerSdp);
        var entry = Open(room);
        var session = entry.Sessions.GetOrAdd(participant, _ => new(PlaceFor(entry)));
        await session.Gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var negotiation = new Negotiation(
                CandidatesOf(session.Shard), _certificate.Fingerprint, session.Shard.Index, isInstrument);
            var result = negotiation.Answer(offer);
            await PrepareAsync(entry, session.Shard, ct).ConfigureAwait(false);
            var answer = await EnterAsync(
                entry, session.Shard, participant, negotiation, result, recordable, wishes ?? [], sound).ConfigureAwait(false);
            session.Negotiation = negotiation;
            if (result.Media.Published.Count > 0)
            {
                await MirrorAsync(entry, participant, ct).ConfigureAwait(false);
            }

            return answer;
        }
        finally
        {
            session.Gate.Release();
        }
    }

    /// <summary>Answers a further offer on the same peer connection: a screen share, or an ICE restart.</summary>
    /// <returns>The answer.</returns>
    /// <exception cref="MediaRefusedException">The offer is malformed or does not continue the earlier one, or the
    /// participant is not in the room (<see cref="MediaRefusal.RoomClosed"/>).</exception>
    public async Task<string> NegotiateAsync(string room, string participant, string offerSdp, CancellationToken ct)
    {
        var offer = Negotiation.Parse(offerSdp);
        if (!_rooms.TryGetValue(room, out var entry) || !entry.Sessions.TryGetValue(participant, out var session))
        {
            throw NotInRoom();
        }

        await session.Gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var negotiation = session.Negotiation ?? throw NotInRoom();
            var ufrag = negotiation.Credentials.UsernameFragment;
            var result = negotiation.Answer(offer);
            var isThere = await session.Shard
                .Post((shard, now) => shard.Update(now, room, participant, ufrag, result))
                .ConfigureAwait(false);
            if (!isThere)
            {
                throw NotInRoom();
            }

            if (result.Media.Published.Count > 0)
            {
                await MirrorAsync(entry, participant, ct).ConfigureAwait(false);
            }

            return result.Sdp;
        }
        finally
        {
            session.Gate.Release();
        }
    }

    /// <summary>Takes a participant out of a room; the room stays until it is closed.</summary>
    public async Task LeaveAsync(string room, string participant)
    {
        if (_rooms.TryGetValue(room, out var entry) && entry.Sessions.TryRemove(participant, out var session))
        {
            await DoAsync(
                session.Shard, (shard, now) => shard.Leave(now, room, participant, DisconnectReason.Left), isVital: true)
                .ConfigureAwait(false);
        }
    }

    /// <summary>Ends a room for all; a running recording of it is stopped first, and durable afterwards.</summary>
    public async Task CloseRoomAsync(string room)
    {
        if (!_rooms.TryRemove(room, out var entry))
        {
            return;
        }

        entry.IsClosed = true;
        lock (_placing)
        {
            _roomsPlaced[Array.IndexOf(_shards, entry.Shard)]--;
        }

        foreach (var part in entry.Parts.Where(part => part != entry.Shard))
        {
            await part.Post((shard, now) => shard.CloseRoom(now, room), isVital: true).ConfigureAwait(false);
        }

        var tap = await entry.Shard.Post((shard, now) => shard.CloseRoom(now, room), isVital: true).ConfigureAwait(false);
        if (tap is not null)
        {
            await tap.Completion.ConfigureAwait(false);
        }
    }

    /// <summary>Says what a publication shows and whether it is muted; a muted one is not forwarded.</summary>
    public Task SetPublicationAsync(
        string room, string participant, string mid, string feed, string label, bool muted) =>
        InRoomAsync(room, participant, (_, now, place, who) =>
            Shard.SetPublication(now, place, who, mid, feed, label, muted));

    /// <summary>States wishes for slots; they win over the automatic assignment. A slot without a wish stays automatic.</summary>
    public Task SetSlotsAsync(string room, string participant, IReadOnlyList<SlotWish> wishes) =>
        InRoomAsync(room, participant, (_, now, place, who) =>
        {
            foreach (var wish in wishes)
            {
                place.Room.SetWish(now, who, wish.Mid, wish.Publication);
            }
        });

    /// <summary>Says whose sound a participant gets; it stands above wishes. Null: everybody's.</summary>
    public Task SetSoundAsync(string room, string participant, SoundChoice? sound) =>
        InRoomAsync(room, participant, (_, now, place, who) => place.Room.SetSound(now, who, sound));

    /// <summary>The counters of all shards; each at most some milliseconds old.</summary>
    public MediaStatistics Snapshot() => new([.. _shards.Select(shard => shard.Snapshot())]);

    /// <summary>The most that one room takes.</summary>
    public int MaximumRoomParticipants => _options.MaximumRoomParticipants;

    /// <summary>How busy the busiest shard's thread is, in percent; 0 when none said so in the last two seconds.</summary>
    public int PercentBusy => Enumerable.Range(0, _shards.Length).Max(index => Load(index).Busy) * 10;

    /// <summary>Closes every room, stops the shards and releases sockets and memory.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        foreach (var room in _rooms.Keys)
        {
            await CloseRoomAsync(room).ConfigureAwait(false);
        }

        DisposeAll(_shards);
        DisposeRings();
        await _recorder.DisposeAsync().ConfigureAwait(false);
        await _problems.ConfigureAwait(false);
        _certificate.Dispose();
        _events.Writer.TryComplete();
    }

    private static void DisposeAll(IEnumerable<Shard> shards)
    {
        foreach (var shard in shards)
        {
            shard.Dispose();
        }
    }

    private static MediaRefusedException NotInRoom() =>
        new(MediaRefusal.RoomClosed, "The participant is not in this room, or the room was closed.");

    private static Task<bool> DoAsync(
        Shard shard, Action<Shard, Rtc.Time.MonotonicTime> work, bool isVital = false) => shard.Post(
            (one, now) =>
            {
                work(one, now);
                return true;
            },
            isVital);

    private Shard[] BindAll(MediaOptions options, ILogger logger)
    {
        List<Shard> shards = [];
        try
        {
            for (var i = 0; i < options.Shards; i++)
            {
                shards.Add(new(new(
                    i,
                    IPAddress.Parse(options.Address),
                    options.Port == 0 ? 0 : options.Port + i,
                    options.MaximumParticipants,
                    options.MaximumRoomParticipants,
                    TimeSpan.FromMilliseconds(options.AbsenceMilliseconds),
                    _clock,
                    happened => _events.Writer.TryWrite(happened),
                    logger)
                {
                    Niceness = options.Niceness,
                    RefuseAtBusyPermille = options.RefuseAtPercentBusy >= 100 ? 1001 : options.RefuseAtPercentBusy * 10,
                }));
            }

            Connect(shards);
        }
        catch
        {
            DisposeAll(shards);
            throw;
        }

        return [.. shards];
    }

    private RoomEntry Open(string room)
    {
        if (_rooms.TryGetValue(room, out var entry))
        {
            return entry;
        }

        lock (_placing)
        {
            if (_isDisposed)
            {
                throw NotInRoom();
            }

            if (!_rooms.TryGetValue(room, out entry))
            {
                if (IsDraining)
                {
                    throw new MediaRefusedException(MediaRefusal.Overloaded, "The node is being drained; it opens no room.");
                }

                var place = LeastLoaded();
                _roomsPlaced[place]++;
                entry = new(room, _shards[place]);
                _rooms[room] = entry;
            }
        }

        return entry;
    }

    private int LeastLoaded()
    {
        var best = 0;
        for (var i = 1; i < _shards.Length; i++)
        {
            if (Load(i).CompareTo(Load(best)) < 0)
            {
                best = i;
            }
        }

        return best;
    }

    // Steps of a tenth of a processor, so that small differences do not outweigh who sits where.
    private (int Busy, int Participants, int Rooms) Load(int index)
    {
        var counters = _shards[index].Counters;
        var isFresh = _clock.Now.Nanoseconds - counters.BusyAt < 2_000_000_000;
        return (isFresh ? counters.BusyPermille / 100 : 0, counters.Participants, _roomsPlaced[index]);
    }

    private async Task<JoinAnswer> EnterAsync(
        RoomEntry entry,
        Shard place,
        string participant,
        Negotiation negotiation,
        NegotiationResult result,
        bool recordable,
        IReadOnlyList<SlotWish> wishes,
        SoundChoice? sound)
    {
        var transport = new PeerTransport(new()
        {
            LocalCredentials = negotiation.Credentials,
            Certificate = _certificate,
            RemoteFingerprint = result.Session.RemoteFingerprint,
            LongestSilence = LongestSilence,
        });
        var isTaken = false;
        try
        {
            return await place.Post((shard, now) =>
            {
                if (entry.IsClosed)
                {
                    throw new MediaRefusedException(MediaRefusal.RoomClosed, "The room was closed.");
                }

                isTaken = true;
                var who = shard.Join(
                    now, entry.Id, participant, negotiation.Credentials.UsernameFragment, transport, result.Media, recordable);
                who.Room.SetSound(now, who, sound);
                foreach (var wish in wishes)
                {
                    who.Room.SetWish(now, who, wish.Mid, wish.Publication);
                }

                return new JoinAnswer(
                    result.Sdp,
                    [.. who.Room.Publications.Select(ShardRoom.Describe)],
                    [.. who.Slots.Select(ShardRoom.Describe)]);
            }).ConfigureAwait(false);
        }
        finally
        {
            if (!isTaken)
            {
                transport.Dispose();
            }
        }
    }

    private Task InRoomAsync(
        string room,
        string participant,
        Action<Shard, Rtc.Time.MonotonicTime, ShardRoom, Sfu.Routing.Participant> work,
        bool isVital = false) =>
        !_rooms.TryGetValue(room, out var entry) || !entry.Sessions.TryGetValue(participant, out var session)
            ? Task.CompletedTask
            : DoAsync(
                session.Shard,
                (shard, now) =>
                {
                    if (shard.TryFind(room, participant, out var place, out var who))
                    {
                        work(shard, now, place, who);
                    }
                },
                isVital);
}
