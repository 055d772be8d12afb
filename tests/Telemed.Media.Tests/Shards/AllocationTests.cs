using Telemed.Media.Tests.Clients;

namespace Telemed.Media.Tests.Shards;

public sealed class AllocationTests
{
    [Fact]
    public async Task Forwarding_a_packet_allocates_nothing_on_the_shards_thread()
    {
        const int viewerCount = 10;
        await using var test = new TestNode();
        using var sender = new TestClient();
        await sender.JoinAsync(test.Node, "room", "sender", audioSlots: 0, videoSlots: 0);
        List<TestClient> viewers = [];
        for (var i = 0; i < viewerCount; i++)
        {
            var viewer = new TestClient { KeepPackets = false };
            viewers.Add(viewer);
            await viewer.JoinAsync(test.Node, "room", $"viewer{i}", publish: false, audioSlots: 1, videoSlots: 1);
        }

        await Eventually.Async(() =>
        {
            sender.SendVideo(1000, keyFrame: true);
            return viewers.All(viewer => viewer.Slots["1"].Count > 0);
        });
        await SendAsync(test.Node, sender, packets: 3000);
        var before = test.Node.Snapshot().Shards[0];

        await SendAsync(test.Node, sender, packets: 12_000);

        var after = test.Node.Snapshot().Shards[0];
        var forwarded = after.PacketsOut - before.PacketsOut;
        Assert.True(forwarded >= 100_000, $"Only {forwarded} packets were forwarded.");

        // News of the link every two seconds is all that may allocate; one object per packet would be 2.4 MB and more.
        Assert.InRange(after.AllocatedBytes - before.AllocatedBytes, 0, 50_000);
        viewers.ForEach(viewer => viewer.Dispose());
    }

    private static async Task SendAsync(MediaNode node, TestClient sender, int packets)
    {
        var sent = 0;
        while (sent < packets)
        {
            var start = node.Snapshot().Shards[0].PacketsIn;
            var burst = 0;
            for (var i = 0; i < 4; i++)
            {
                sender.SendAudio();
                burst += sender.SendVideo(8000) + 1;
            }

            sent += burst;
            await Eventually.Async(() => node.Snapshot().Shards[0].PacketsIn >= start + burst);
        }
    }
}
