using Telemed.Media.Tests.Clients;

namespace Telemed.Media.Tests.Shards;

/// <summary>Whole calls over real sockets on loopback.</summary>
public sealed class CallTests
{
    [Fact]
    public async Task Two_participants_see_and_hear_each_other_without_loss()
    {
        await using var test = new TestNode();
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        var answer = await specialist.JoinAsync(test.Node, "room", "specialist");

        await ExchangeAsync(doctor, specialist, frames: 100);

        Assert.Equal(4, answer.Publications.Count);
        foreach (var client in (TestClient[])[doctor, specialist])
        {
            Assert.Empty(client.Slots["2"].Missing);
            Assert.Empty(client.Slots["4"].Missing);
            Assert.Equal(100, client.Slots["2"].Count);
            Assert.True(client.Slots["4"].KeyFrames >= 1);
            Assert.Equal(0, client.UnknownPackets);
            Assert.True(client.FeedbackReceived > 0);
        }
    }

    private static async Task ExchangeAsync(TestClient one, TestClient other, int frames)
    {
        // A receiver is shown nothing before a key frame; both ask for one when they connect.
        await Eventually.Async(() => one.KeyFrameRequests > 0 || one.Slots["4"].Count > 0 || SendBoth(one, other));
        var (sentByOne, sentByOther) = (0, 0);
        for (var i = 0; i < frames; i++)
        {
            one.SendAudio();
            other.SendAudio();
            sentByOne += one.SendVideo(3000);
            sentByOther += other.SendVideo(3000);
            await Task.Yield();
        }

        await Eventually.Async(() => one.Slots["2"].Count >= frames && other.Slots["2"].Count >= frames);
    }

    private static bool SendBoth(TestClient one, TestClient other)
    {
        one.SendVideo(1000, keyFrame: true);
        other.SendVideo(1000, keyFrame: true);
        return false;
    }
}
