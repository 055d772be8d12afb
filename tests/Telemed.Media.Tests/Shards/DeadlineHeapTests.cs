using Telemed.Media.Shards;
using Telemed.Rtc.Time;

namespace Telemed.Media.Tests.Shards;

public sealed class DeadlineHeapTests
{
    [Fact]
    public void Peers_come_due_in_order_whatever_is_set_moved_and_removed()
    {
        var random = new Random(11);
        var heap = new DeadlineHeap();
        List<Peer> peers = [.. Enumerable.Range(0, 200).Select(_ => new Peer(null!, null!, "", null!))];
        var expected = new Dictionary<Peer, long>();
        for (var step = 0; step < 20_000; step++)
        {
            var peer = peers[random.Next(peers.Count)];
            if (random.Next(4) == 0)
            {
                heap.Remove(peer);
                expected.Remove(peer);
            }
            else
            {
                var at = random.Next(1, 1_000_000);
                heap.Set(peer, new(at));
                expected[peer] = at;
            }

            var earliest = expected.Count == 0 ? MonotonicTime.Never : new(expected.Values.Min());
            Assert.Equal(earliest, heap.Earliest);
        }

        List<long> order = [];
        while (heap.TryPeek(new(long.MaxValue - 1), out var next))
        {
            order.Add(next.Deadline.Nanoseconds);
            heap.Set(next, MonotonicTime.Never);
        }

        Assert.Equal(expected.Values.Order(), order);
    }
}
