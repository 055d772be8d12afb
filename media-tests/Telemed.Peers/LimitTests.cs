using Telemed.Peers.Peers;
using Telemed.Peers.Rooms;

namespace Telemed.Peers;

/// <summary>
/// What the implementations in these versions cannot do, by name; for the rest see the tests that they pass. The relay's
/// answer promises none of it to them. Firefox's limit is in <see cref="FirefoxTests"/>.
/// </summary>
public sealed class LimitTests(PeerRoom room)
{
    private const string Red = "red/48000";
    private const string Numbers = "transport-wide-cc-extensions";

    [Fact]
    public async Task Aiortc_does_no_RED_no_transport_wide_feedback_and_no_FEC_in_the_picture() =>
        await LacksAsync(PeerKind.Aiortc, Red, Numbers, "transport-cc", "ulpfec");

    [Fact]
    public async Task Pion_does_no_RED() => await LacksAsync(PeerKind.Pion, Red);

    [Fact]
    public async Task Webrtcbin_does_no_RED_no_retransmission_and_names_transport_wide_feedback_without_its_numbers() =>
        await LacksAsync(PeerKind.Webrtcbin, Red, Numbers, "rtx/90000", "nack\n");

    [Fact]
    public async Task Aiortc_restarts_no_ICE_its_next_offer_has_the_same_credentials()
    {
        await using var peer = await PeerProcess.StartAsync(PeerKind.Aiortc, sends: false, receives: 1);
        var first = await peer.OfferAsync();
        var second = await peer.RestartAsync();
        Assert.Equal(Sdp.Attribute(first, "ice-ufrag"), Sdp.Attribute(second, "ice-ufrag"));
        Assert.Equal(Sdp.Attribute(first, "ice-pwd"), Sdp.Attribute(second, "ice-pwd"));
    }

    private async Task LacksAsync(PeerKind kind, params string[] features)
    {
        await using var peer = await PeerProcess.StartAsync(kind, sends: false, receives: 1);
        var offer = (await peer.OfferAsync()).ReplaceLineEndings("\n");
        var path = $"/whep/{room.Consult}/{await room.SpecialistAsync()}";
        using var door = await Door.OpenAsync(room.Server.Url, path, await room.DoctorTokenAsync(), offer);
        var answer = door.Answer.ReplaceLineEndings("\n");
        foreach (var feature in features)
        {
            Assert.DoesNotContain(feature, offer, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(feature, answer, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Contains("opus/48000", answer, StringComparison.OrdinalIgnoreCase);
        await door.DeleteAsync();
    }
}
