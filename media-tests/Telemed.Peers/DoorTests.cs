using System.Net;
using System.Net.Http.Headers;
using Telemed.Peers.Peers;
using Telemed.Peers.Rooms;

namespace Telemed.Peers;

/// <summary>Exam devices made of independent implementations, in a consult's room by the standard doors.</summary>
public sealed class DoorTests(PeerRoom room)
{
    private const int Pictures = 30;
    private const int Sounds = 100;

    [Theory]
    [InlineData(PeerKind.Aiortc, PeerKind.Webrtcbin, "exam")]
    [InlineData(PeerKind.Webrtcbin, PeerKind.Pion, "ultrasound")]
    [InlineData(PeerKind.Pion, PeerKind.Aiortc, "endoscope")]
    public async Task What_one_publishes_by_WHIP_another_plays_by_WHEP(PeerKind who, PeerKind whom, string feed)
    {
        await using var publisher = await PeerProcess.StartAsync(who, sends: true, receives: 0);
        using var published = await OpenAsync("whip", feed, publisher);
        await publisher.UntilAsync("sending", now => now.VideoSent > 0 && now.AudioSent > 0);
        await using var player = await PeerProcess.StartAsync(whom, sends: false, receives: 1);
        using var played = await OpenAsync("whep", feed, player);
        await player.UntilAsync("playing", now => now.With("video", Pictures).Any() && now.With("audio", Sounds).Any());
        Assert.Equal(HttpStatusCode.OK, await played.DeleteAsync());
        var received = await player.EndAsync();

        var video = Assert.Single(received, one => one.Kind == "video");
        Assert.True(video.Frames >= Pictures, $"{video.Frames} pictures were decoded");
        Assert.Equal(who.ToString(), PeerLook.Of(video.Colour));
        var audio = Assert.Single(received, one => one.Kind == "audio");
        Assert.True(audio.Energy > 1, $"the sound's sum of squares is {audio.Energy}");
        var promised = Sdp.SsrcsByKind(played.Answer);
        Assert.All(received, one => Assert.Subset(promised[one.Kind], one.Ssrcs.ToHashSet()));
        Assert.Equal(HttpStatusCode.OK, await published.DeleteAsync());
    }

    [Fact]
    public async Task Pion_plays_a_person_of_the_consult_by_WHEP()
    {
        await using var player = await PeerProcess.StartAsync(PeerKind.Pion, sends: false, receives: 1);
        using var played = await OpenAsync("whep", await room.SpecialistAsync(), player);
        await player.UntilAsync("playing", now => now.With("video", Pictures).Any() && now.With("audio", Sounds).Any());
        var received = await player.EndAsync();

        // The specialist's clip is the one that aiortc sends elsewhere.
        Assert.Equal(nameof(PeerKind.Aiortc), PeerLook.Of(Assert.Single(received, one => one.Kind == "video").Colour));
        Assert.True(Assert.Single(received, one => one.Kind == "audio").Energy > 1);
    }

    [Fact]
    public async Task Pion_restarts_ICE_by_PATCH_and_its_media_go_on_from_another_port()
    {
        await using var publisher = await PeerProcess.StartAsync(PeerKind.Pion, sends: true, receives: 0);
        var offer = await publisher.OfferAsync();
        using var published = await Door.OpenAsync(room.Server.Url, Path("whip", "microscope"), await room.DoctorTokenAsync(), offer);
        await publisher.AnswerAsync(published.Answer);
        var before = await publisher.UntilAsync("sending", now => now.VideoSent > 0 && now.Local is not (null or ""));
        await using var player = await PeerProcess.StartAsync(PeerKind.Aiortc, sends: false, receives: 1);
        using var played = await OpenAsync("whep", "microscope", player);
        await player.UntilAsync("playing", now => now.With("video", Pictures).Any());

        // Candidates of the present ICE session are welcome and change nothing; those of another tag belong to nobody.
        var (trickled, _) = await published.PatchAsync(published.Tag, Sdp.Fragment(offer));
        Assert.Equal(HttpStatusCode.NoContent, trickled);
        var (stale, _) = await published.PatchAsync(new EntityTagHeaderValue("\"another\""), Sdp.Fragment(offer));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale);

        var firstTag = published.Tag;
        var renewed = await publisher.RestartAsync();
        Assert.NotEqual(Sdp.Attribute(offer, "ice-ufrag"), Sdp.Attribute(renewed, "ice-ufrag"));
        var (restarted, fragment) = await published.PatchAsync(EntityTagHeaderValue.Any, Sdp.Fragment(renewed));
        Assert.True(restarted == HttpStatusCode.OK, $"{(int)restarted} {fragment}");
        Assert.NotEqual(firstTag, published.Tag);
        await publisher.AnswerAsync(Sdp.Renewed(published.Answer, fragment));
        await publisher.UntilAsync("on another port", now => now.State == "connected" && now.Local is { Length: > 0 } && now.Local != before.Local);
        var soFar = player.Status.With("video", 0).Sum(one => one.Frames);
        await player.UntilAsync("playing after the restart", now => now.With("video", soFar + Pictures).Any());
        Assert.Equal(HttpStatusCode.OK, await published.DeleteAsync());
    }

    [Fact]
    public async Task A_feed_that_Pion_ended_by_DELETE_can_be_sent_by_another_and_not_before()
    {
        // In a load room nobody's feed is anybody else's, so it is free only once its session has ended.
        const string Feed = "/whip/one-after-the-other/ecg";
        var token = await room.LoadTokenAsync("one-after-the-other");
        await using var first = await PeerProcess.StartAsync(PeerKind.Pion, sends: true, receives: 0);
        using var ended = await Door.OpenAsync(room.Server.Url, Feed, token, await first.OfferAsync());
        await first.AnswerAsync(ended.Answer);
        await first.UntilAsync("sending", now => now.VideoSent > 0);
        await using var second = await PeerProcess.StartAsync(PeerKind.Webrtcbin, sends: true, receives: 0);
        var offer = await second.OfferAsync();
        Assert.Equal(HttpStatusCode.Conflict, await Door.TryOpenAsync(room.Server.Url, Feed, token, offer));
        Assert.Equal(HttpStatusCode.OK, await ended.DeleteAsync());
        using var published = await Door.OpenAsync(room.Server.Url, Feed, token, offer);
        await second.AnswerAsync(published.Answer);
        await second.UntilAsync("sending", now => now.State == "connected" && now.VideoSent > 0);
        Assert.Equal(HttpStatusCode.OK, await published.DeleteAsync());
    }

    private string Path(string door, string what) => $"/{door}/{room.Consult}/{Uri.EscapeDataString(what)}";

    private async Task<Door> OpenAsync(string door, string what, PeerProcess peer)
    {
        var opened = await Door.OpenAsync(room.Server.Url, Path(door, what), await room.DoctorTokenAsync(), await peer.OfferAsync());
        await peer.AnswerAsync(opened.Answer);
        return opened;
    }
}
