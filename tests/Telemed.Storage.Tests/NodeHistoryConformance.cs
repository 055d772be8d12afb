using System.Collections.Concurrent;
using System.Diagnostics;
using Telemed.Consults.Ids;
using Telemed.Consults.Nodes;

namespace Telemed.Storage.Tests;

/// <summary>
/// Nodes that claim, hand over, give back, pause and die at random, all at once over one database. What each was told is
/// written down with the moments between which it happened, and held against what a region relies on.
/// </summary>
public abstract class NodeHistoryConformance : DatabaseTest
{
    private const int Nodes = 5;
    private const int Rooms = 12;
    private static readonly TimeSpan Lease = TimeSpan.FromMilliseconds(150);

    /// <summary>The database's clock is read in whole milliseconds.</summary>
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(2);

    protected abstract int Operations { get; }

    [Fact]
    public async Task No_room_is_taken_from_a_node_that_lives_and_no_epoch_is_given_twice()
    {
        const int Seed = 20261127;
        var history = new History();
        await using var database = await ConsultDatabase.OpenAsync(
            await OptionsAsync() with { NodeLease = Lease }, Master, Cancellation);
        var left = Operations;
        await Task.WhenAll(Enumerable.Range(0, Nodes).Select(async index =>
        {
            var node = new SimulatedNode(database.Nodes, $"n{index}", history, new Random(Seed + index));
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await node.StepAsync();
            }
        }));

        Assert.Empty(history.Faults());
        Assert.True(history.TakeOvers > Operations / 200, $"Only {history.TakeOvers} rooms were taken over: the history says little.");
        TestContext.Current.SendDiagnosticMessage($"{Operations} operations, {history.Gains} gains, {history.TakeOvers} taken over");
    }

    /// <summary>One node's view, and what it does next.</summary>
    private sealed class SimulatedNode(INodeStore store, string name, History history, Random random)
    {
        private readonly Dictionary<ConsultId, long> _held = [];
        private int _run;

        private string Instance => $"{name}-{_run}";

        public async Task StepAsync()
        {
            var step = _run == 0 ? 0 : random.Next(100);
            var room = new ConsultId($"c-{random.Next(Rooms)}");
            switch (step)
            {
                case 0: // Killed, and started again at once.
                    _run++;
                    await history.RenewAsync(name, () => store.RegisterAsync(Describe(), Cancellation));
                    history.Lost(name);
                    foreach (var (left, epoch) in await store.BeatAsync(Describe(), Cancellation) ?? throw new InvalidOperationException("Replaced by nobody."))
                    {
                        await store.ReleaseRoomAsync(left, name, epoch, Cancellation);
                    }

                    _held.Clear();
                    break;
                case < 3: // Paused for longer than it may be.
                    await Task.Delay(Lease * 1.5, Cancellation);
                    break;
                case < 40:
                    await ClaimAsync(room);
                    break;
                case < 50 when _held.Count > 0:
                    await ReleaseAsync(_held.ElementAt(random.Next(_held.Count)));
                    break;
                case < 55 when _held.Count > 0:
                    await HandOverAsync(_held.ElementAt(random.Next(_held.Count)));
                    break;
                default:
                    await BeatAsync();
                    break;
            }
        }

        private ServerNode Describe() =>
            new(name, Instance, $"http://{name}.test", null, _held.Count, 0, 0, IsDraining: false, "files", "1.0");

        private async Task ClaimAsync(ConsultId room)
        {
            var from = Stopwatch.GetTimestamp();
            var place = await history.RenewAsync(name, () => store.ClaimRoomAsync(room, name, Instance, replacesDead: true, Cancellation));
            if (place!.Node == name && _held.GetValueOrDefault(room) != place.Epoch)
            {
                history.Gained(room, name, place.Epoch, place.Takeovers, from);
                _held[room] = place.Epoch;
            }
        }

        private async Task ReleaseAsync(KeyValuePair<ConsultId, long> one)
        {
            history.GivesUp(one.Key, one.Value);
            await store.ReleaseRoomAsync(one.Key, name, one.Value, Cancellation);
            _held.Remove(one.Key);
        }

        private async Task HandOverAsync(KeyValuePair<ConsultId, long> one)
        {
            history.GivesUp(one.Key, one.Value);
            await store.HandOverAsync(one.Key, name, one.Value, $"n{random.Next(Nodes)}", Cancellation);
            _held.Remove(one.Key); // Handed over, or lost before: if it is still its own, the next beat says so.
        }

        private async Task BeatAsync()
        {
            var from = Stopwatch.GetTimestamp();
            var held = await history.RenewAsync(name, () => store.BeatAsync(Describe(), Cancellation));
            foreach (var (room, epoch) in held!.Where(one => _held.GetValueOrDefault(one.Key) != one.Value))
            {
                history.Gained(room, name, epoch, takeovers: 0, from); // Handed to it.
            }

            _held.Clear();
            foreach (var (room, epoch) in held!)
            {
                _held[room] = epoch;
            }
        }
    }

    /// <summary>What every node was told, and when.</summary>
    private sealed class History
    {
        private readonly ConcurrentQueue<(string Node, long From, long To)> _renewals = new();
        private readonly ConcurrentQueue<Gain> _gains = new();
        private readonly ConcurrentDictionary<(ConsultId, long), byte> _givenUp = new();
        private readonly ConcurrentDictionary<string, ConcurrentQueue<long>> _restarts = new();

        public int Gains => _gains.Count;

        public int TakeOvers => _gains.Count(gain => gain.Takeovers > 0);

        public async Task<T> RenewAsync<T>(string node, Func<Task<T>> call)
        {
            var from = Stopwatch.GetTimestamp();
            var result = await call();
            _renewals.Enqueue((node, from, Stopwatch.GetTimestamp()));
            return result;
        }

        public void Gained(ConsultId room, string node, long epoch, int takeovers, long from) =>
            _gains.Enqueue(new(room, node, epoch, takeovers, from, Stopwatch.GetTimestamp()));

        public void GivesUp(ConsultId room, long epoch) => _givenUp[(room, epoch)] = 0;

        public void Lost(string node) => _restarts.GetOrAdd(node, _ => new()).Enqueue(Stopwatch.GetTimestamp());

        public List<string> Faults()
        {
            var faults = new List<string>();
            foreach (var room in _gains.GroupBy(gain => gain.Room))
            {
                var gains = room.OrderBy(gain => gain.Epoch).ToList();
                foreach (var same in gains.GroupBy(gain => gain.Epoch).Where(same => same.Select(gain => gain.Node).Distinct().Count() > 1))
                {
                    faults.Add($"{room.Key}: epoch {same.Key} was given to {string.Join(" and ", same.Select(gain => gain.Node))}.");
                }

                foreach (var (before, after) in gains.Zip(gains.Skip(1)))
                {
                    if (after.To < before.From)
                    {
                        faults.Add($"{room.Key}: epoch {before.Epoch} was given after {after.Epoch}.");
                    }

                    if (before.Node != after.Node && !_givenUp.ContainsKey((before.Room, before.Epoch)) && LivesThrough(before, after))
                    {
                        faults.Add($"{room.Key}: {after.Node} took epoch {after.Epoch} from {before.Node}, which was alive.");
                    }
                }
            }

            return faults;
        }

        /// <summary>A renewal that was certainly over when the other asked, and certainly not run out when it was answered.</summary>
        private bool LivesThrough(Gain before, Gain after) =>
            _renewals.Any(one => one.Node == before.Node && one.To < after.From && Elapsed(one.From, after.To) < Lease - Rounding)
            && !(_restarts.GetValueOrDefault(before.Node)?.Any(at => at > before.From && at < after.To) ?? false);

        private static TimeSpan Elapsed(long from, long to) => Stopwatch.GetElapsedTime(from, to);

        private sealed record Gain(ConsultId Room, string Node, long Epoch, int Takeovers, long From, long To);
    }
}
