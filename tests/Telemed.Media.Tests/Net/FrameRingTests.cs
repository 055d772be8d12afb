using Telemed.Media.Net;

namespace Telemed.Media.Tests.Net;

public sealed class FrameRingTests
{
    [Fact]
    public void Frames_of_all_lengths_come_out_as_they_went_in_around_the_end_many_times()
    {
        var ring = new FrameRing(4096);
        var random = new Random(5);
        var inside = new Queue<(byte[] Frame, long At)>();
        for (var i = 0; i < 5000; i++)
        {
            var frame = new byte[random.Next(1, 1400)];
            random.NextBytes(frame);
            while (!ring.TryAdd(frame, i))
            {
                Take(ring, inside);
            }

            inside.Enqueue((frame, i));
        }

        while (inside.Count > 0)
        {
            Take(ring, inside);
        }

        Assert.True(ring.IsEmpty);
        Assert.False(ring.TryPeek(out _, out _));
    }

    [Fact]
    public async Task One_thread_adds_while_another_takes()
    {
        var ring = new FrameRing(8192);
        const int Count = 100_000;
        var adding = Task.Run(() =>
        {
            for (var i = 0; i < Count; i++)
            {
                var length = 1 + (i % 1200);
                Span<byte> frame = new byte[length];
                frame.Fill((byte)i);
                while (!ring.TryAdd(frame, i))
                {
                    Thread.Yield(); // on one processor the other thread needs it to go on
                }
            }
        });
        for (var i = 0; i < Count;)
        {
            if (!ring.TryPeek(out var frame, out var at))
            {
                Thread.Yield();
                continue;
            }

            Assert.Equal(i, at);
            Assert.Equal(1 + (i % 1200), frame.Length);
            Assert.False(frame.ContainsAnyExcept((byte)i));
            ring.Remove();
            i++;
        }

        await adding;
    }

    private static void Take(FrameRing ring, Queue<(byte[] Frame, long At)> inside)
    {
        Assert.True(ring.TryPeek(out var frame, out var at));
        var expected = inside.Dequeue();
        Assert.Equal(expected.At, at);
        Assert.True(frame.SequenceEqual(expected.Frame));
        ring.Remove();
    }
}
