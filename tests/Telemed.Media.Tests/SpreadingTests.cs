using Telemed.Media.Tests.Clients;

namespace Telemed.Media.Tests;

/// <summary>One room on several shards: what one publishes reaches everybody, and nobody notices where they sit.</summary>
public sealed class SpreadingTests
{
    [Fact]
    public async Task Viewers_of_a_large_room_sit_on_several_shards_and_all_get_every_packet()
    {
        await using var test = new TestNode(shards: 3, change: options => options.SpreadAbove = 2);
        using var sender = new TestClient();
        await sender.JoinAsync(test.Node, "room", "sender", audioSlots: 0, videoSlots: 0);
        List<TestClient> viewers = [];
        for (var i = 0; i < 6; i++)
        {
            viewers.Add(new TestClient());
            await viewers[^1].JoinAsync(test.Node, "room", $"viewer{i}", publish: false, audioSlots: 1, videoSlots: 1);
        }

        Assert.All(test.Node.Snapshot().Shards, shard => Assert.True(shard.Participants >= 2, $"{shard.Participants} sit on a shard."));
        await FlowAsync(sender, viewers);
        await sender.BeHeardAsync("0", [.. viewers]); // the pictures that were sent until now have arrived with it
        var pictures = viewers.ConvertAll(viewer => viewer.Slots["1"].Count);
        for (var sent = 0; sent < 50; sent += 10)
        {
            for (var i = 0; i < 10; i++)
            {
                sender.SendVideo(3000);
                sender.SendAudio();
            }

            var expected = (sent + 10) * 3;
            await Eventually.Async(() => viewers.Select((viewer, i) => viewer.Slots["1"].Count - pictures[i]).All(more => more >= expected));
        }

        foreach (var viewer in viewers)
        {
            Assert.Empty(viewer.Slots["1"].Missing);
            await Eventually.Async(() => viewer.Slots["0"].Count >= 50);
            await viewer.GetWholeAsync("0");
        }

        await Eventually.Async(() => test.Events.Count(one => one is MediaEvent.PublicationAdded) == 2);
        viewers.ForEach(viewer => viewer.Dispose());
    }

    [Fact]
    public async Task A_late_viewer_on_another_shard_has_a_key_frame_asked_from_the_publisher()
    {
        await using var test = new TestNode(shards: 2, change: options => options.SpreadAbove = 1);
        using var sender = new TestClient();
        using var first = new TestClient();
        await sender.JoinAsync(test.Node, "room", "sender", audioSlots: 0, videoSlots: 0);
        await first.JoinAsync(test.Node, "room", "first", publish: false, audioSlots: 1, videoSlots: 1);
        await FlowAsync(sender, [first]);
        Assert.Equal(1, test.Node.Snapshot().Shards[1].Participants);

        // The only viewer elsewhere leaves and another comes, while no key frame is sent unasked.
        await test.Node.LeaveAsync("room", "first");
        var asked = sender.KeyFrameRequests;
        using var late = new TestClient();
        await late.JoinAsync(test.Node, "room", "late", publish: false, audioSlots: 1, videoSlots: 1);

        await Eventually.Async(() =>
        {
            sender.SendVideo(500, keyFrame: sender.KeyFrameRequests > asked);
            return late.Slots["1"].Count > 0;
        });
        Assert.True(sender.KeyFrameRequests > asked);
    }

    [Fact]
    public async Task Two_who_publish_on_different_shards_see_each_other()
    {
        await using var test = new TestNode(shards: 2, change: options => options.SpreadAbove = 1);
        using var one = new TestClient();
        using var other = new TestClient();
        await one.JoinAsync(test.Node, "room", "one", audioSlots: 1, videoSlots: 1);
        await other.JoinAsync(test.Node, "room", "other", audioSlots: 1, videoSlots: 1);

        Assert.All(test.Node.Snapshot().Shards, shard => Assert.Equal(1, shard.Participants));
        await FlowAsync(one, [other], "3");
        await FlowAsync(other, [one], "3");
    }

    [Fact]
    public async Task Muting_and_leaving_reach_the_other_shards()
    {
        await using var test = new TestNode(shards: 2, change: options => options.SpreadAbove = 1);
        using var sender = new TestClient();
        using var viewer = new TestClient();
        await sender.JoinAsync(test.Node, "room", "sender", audioSlots: 0, videoSlots: 0);
        await viewer.JoinAsync(test.Node, "room", "viewer", publish: false, audioSlots: 1, videoSlots: 1);
        await FlowAsync(sender, [viewer]);

        await test.Node.SetPublicationAsync("room", "sender", "1", "face", string.Empty, muted: true);
        await test.Node.SetSlotsAsync("room", "viewer", []); // done after what was posted before it to the same shard
        await sender.BeHeardAsync("0", viewer); // what was forwarded before the muting has arrived with it
        var before = viewer.Slots["1"].Count;
        sender.SendVideo(500, keyFrame: true);
        await sender.BeHeardAsync("0", viewer);
        Assert.Equal(before, viewer.Slots["1"].Count);

        await test.Node.LeaveAsync("room", "sender");

        await Eventually.Async(() => test.Events.Any(
            one => one is MediaEvent.SlotAssigned { Participant: "viewer", Mid: "1", Publication: null }));
        await test.Node.CloseRoomAsync("room");
        Assert.Equal((0, 0), (test.Node.Snapshot().Rooms, test.Node.Snapshot().Participants));
    }

    [Fact]
    public async Task A_node_that_is_drained_opens_no_room_and_lets_people_into_open_ones()
    {
        await using var test = new TestNode();
        using var client = new TestClient();
        var offer = client.Offer(publish: true);
        await test.Node.JoinAsync("open", "a", offer, false, TestContext.Current.CancellationToken);

        test.Node.IsDraining = true;

        var refused = await Assert.ThrowsAsync<MediaRefusedException>(
            () => test.Node.JoinAsync("new", "a", offer, false, TestContext.Current.CancellationToken));
        Assert.Equal(MediaRefusal.Overloaded, refused.Code);
        await test.Node.JoinAsync("open", "b", offer, false, TestContext.Current.CancellationToken);
        Assert.Equal(2, test.Node.Snapshot().Participants);
    }

    private static Task FlowAsync(TestClient sender, List<TestClient> viewers, string mid = "1") => Eventually.Async(() =>
    {
        sender.SendVideo(500, keyFrame: true);
        return viewers.All(viewer => viewer.Slots.TryGetValue(mid, out var slot) && slot.Count > 0);
    });
}
