using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Shards;

namespace Telemed.Media.Tests.Shards;

public sealed class ShardTests
{
    [Fact]
    public async Task Vital_work_is_taken_when_the_queue_is_full_for_everything_else()
    {
        using var released = new ManualResetEventSlim();
        using var shard = new Shard(new(
            0,
            IPAddress.Loopback,
            0,
            10,
            10,
            TimeSpan.FromSeconds(15),
            new(TimeProvider.System),
            static _ => { },
            NullLogger.Instance));
        shard.Start();
        List<Task<int>> work = [];
        for (var i = 0; i < 5000; i++)
        {
            var number = i;
            work.Add(shard.Post((_, _) =>
            {
                released.Wait();
                return number;
            }));
        }

        var vital = shard.Post((_, _) => 7, isVital: true);
        released.Set();

        Assert.Equal(7, await vital);
        await Assert.ThrowsAsync<MediaRefusedException>(() => work[^1]);
        Assert.Equal(0, await work[0]);
    }

    [Theory]
    [InlineData(0, 499, 0)]
    [InlineData(0, 500, 250)]
    [InlineData(100, 900, 150)]
    [InlineData(240, 900, 0)]
    [InlineData(5_000, 1_000, 0)]
    public void A_busy_thread_takes_what_comes_within_a_quarter_of_a_millisecond_together(int sinceTurn, int busyPermille, int waits) =>
        Assert.Equal(TimeSpan.FromMicroseconds(waits), Shard.Gathering(TimeSpan.FromMicroseconds(sinceTurn), busyPermille));
}
