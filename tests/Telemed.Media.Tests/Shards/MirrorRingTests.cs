using Telemed.Media.Shards;

namespace Telemed.Media.Tests.Shards;

public sealed class MirrorRingTests
{
    private static readonly Mirror Somebody = new(null!, null!);

    [Fact]
    public void Packets_come_out_as_they_went_in_and_in_order()
    {
        using var ring = new MirrorRing();
        for (var round = 0; round < 3000; round++)
        {
            Assert.True(ring.TryWrite(Somebody, [(byte)round, 2, 3], isRtcp: round % 2 == 0));
            Assert.True(ring.HasWork);
            Assert.True(ring.TryPeek(out var mirror, out var packet, out var isRtcp));
            Assert.Same(Somebody, mirror);
            Assert.Equal<byte>([(byte)round, 2, 3], packet.ToArray());
            Assert.Equal(round % 2 == 0, isRtcp);
            ring.Release();
        }

        Assert.False(ring.HasWork);
        Assert.False(ring.TryPeek(out _, out _, out _));
    }

    [Fact]
    public void A_full_ring_drops_what_comes_and_keeps_what_is_there()
    {
        using var ring = new MirrorRing();
        var taken = 0;
        while (ring.TryWrite(Somebody, [(byte)taken], isRtcp: false))
        {
            taken++;
        }

        Assert.Equal(1024, taken);
        Assert.Equal(1, ring.Dropped);
        Assert.True(ring.TryPeek(out _, out var first, out _));
        Assert.Equal(0, first[0]);
        ring.Release();
        Assert.True(ring.TryWrite(Somebody, [9], isRtcp: false));
    }

    [Fact]
    public async Task One_thread_may_write_while_another_reads()
    {
        const int count = 200_000;
        using var ring = new MirrorRing();
        var writing = Task.Run(() =>
        {
            Span<byte> packet = stackalloc byte[4];
            for (var i = 0; i < count;)
            {
                BitConverter.TryWriteBytes(packet, i);
                if (ring.TryWrite(Somebody, packet, isRtcp: false))
                {
                    i++;
                }
                else
                {
                    Thread.Yield(); // on one processor the other thread needs it to go on
                }
            }
        }, TestContext.Current.CancellationToken);
        for (var expected = 0; expected < count;)
        {
            if (ring.TryPeek(out _, out var packet, out _))
            {
                Assert.Equal(expected++, BitConverter.ToInt32(packet));
                ring.Release();
            }
            else
            {
                Thread.Yield();
            }
        }

        await writing;
    }
}
