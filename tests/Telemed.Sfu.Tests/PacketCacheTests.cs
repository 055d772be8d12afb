using Telemed.Rtc.Time;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Tests;

public sealed class PacketCacheTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData(32_000, 1)]
    [InlineData(500_000, 2)]
    [InlineData(5_000_000, 3)]
    public void It_grows_until_it_holds_a_second_of_the_stream(int bitsPerSecond, int seed)
    {
        var cache = new PacketCache();
        var random = new Random(seed);
        var sent = new List<(MonotonicTime At, byte[] Bytes)>();
        var now = new MonotonicTime(0);
        for (var budget = 0.0; now.Nanoseconds < 8_000_000_000; now += Tick)
        {
            for (budget += bitsPerSecond / 8000.0; budget > 0; budget -= sent[^1].Bytes.Length)
            {
                var packet = new byte[random.Next(60, 1_200)];
                random.NextBytes(packet);
                cache.Store(now, sent.Count, packet);
                sent.Add((now, packet));
            }
        }

        // One round of the ring is what it holds for certain; numbers go back 512 packets at most.
        Assert.All(sent.Index().TakeLast(500).Where(one => now - one.Item.At < PacketCache.WantedAge), one =>
        {
            Assert.True(cache.TryGet(one.Index, out var kept));
            Assert.Equal(one.Item.Bytes, kept.ToArray());
        });
        Assert.InRange(cache.Size, 16 << 10, bitsPerSecond * 4 / 8 + (16 << 10));
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(1000)]
    [InlineData(4096)]
    public void What_it_gives_is_what_was_stored_or_nothing(int length)
    {
        // At one packet a second it does not grow, and packets of a quarter of it fill it to the last byte.
        var cache = new PacketCache(4096);
        var now = new MonotonicTime(0);
        for (var number = 0; number < 3_000; number++, now += TimeSpan.FromSeconds(1))
        {
            cache.Store(now, number, PacketOf(number, length));
            for (var back = 0; back < 8; back++)
            {
                var found = cache.TryGet(number - back, out var kept);
                Assert.Equal(back < Math.Min(number + 1, 4096 / length), found);
                Assert.True(!found || kept.SequenceEqual(PacketOf(number - back, length)));
            }
        }

        Assert.Equal(4096, cache.Size);
    }

    private static byte[] PacketOf(int number, int length)
    {
        var packet = new byte[length];
        Array.Fill(packet, (byte)number);
        return packet;
    }
}
