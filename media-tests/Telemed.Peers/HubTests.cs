using Telemed.Peers.Peers;
using Telemed.Peers.Rooms;

namespace Telemed.Peers;

/// <summary>Three implementations that share no line of code meet in one room, each as a participant by the hub.</summary>
public sealed class HubTests(ThreePeers three) : IClassFixture<ThreePeers>
{
    [Theory]
    [InlineData(PeerKind.Aiortc, PeerKind.Pion)]
    [InlineData(PeerKind.Aiortc, PeerKind.Webrtcbin)]
    [InlineData(PeerKind.Pion, PeerKind.Aiortc)]
    [InlineData(PeerKind.Pion, PeerKind.Webrtcbin)]
    [InlineData(PeerKind.Webrtcbin, PeerKind.Aiortc)]
    [InlineData(PeerKind.Webrtcbin, PeerKind.Pion)]
    public void Who_joins_by_the_hub_sees_every_other(PeerKind who, PeerKind whom)
    {
        var seen = three.Received(who).Where(one => one.Kind == "video").ToList();
        Assert.Contains(seen, one => one.Frames >= ThreePeers.Pictures && PeerLook.Of(one.Colour) == whom.ToString());
    }

    [Theory]
    [InlineData(PeerKind.Aiortc)]
    [InlineData(PeerKind.Pion)]
    [InlineData(PeerKind.Webrtcbin)]
    public void Who_joins_by_the_hub_hears_every_other(PeerKind who)
    {
        var heard = three.Received(who).Where(one => one.Kind == "audio" && one.Frames >= ThreePeers.Sounds).ToList();
        Assert.Equal(2, heard.Count);
        Assert.All(heard, one => Assert.True(one.Energy > 1, $"the sum of squares is {one.Energy}"));
    }

    [Theory]
    [InlineData(PeerKind.Aiortc)]
    [InlineData(PeerKind.Pion)]
    [InlineData(PeerKind.Webrtcbin)]
    public void What_comes_has_the_SSRC_of_a_slot_in_the_answer(PeerKind who)
    {
        var promised = Sdp.SsrcsByKind(three.Answer(who));
        Assert.Equal(4, three.Received(who).Count);
        Assert.All(three.Received(who), one => Assert.Subset(promised[one.Kind], one.Ssrcs.ToHashSet()));
    }
}
