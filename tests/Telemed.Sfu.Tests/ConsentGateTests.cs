using Telemed.Rtc.Codecs;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Tests;

public sealed class ConsentGateTests
{
    [Fact]
    public void Nothing_of_a_participant_reaches_the_tap_without_consent()
    {
        var test = new RoomHarness();
        var yes = new Person(test, "yes", recordable: true);
        var no = new Person(test, "no", recordable: false);
        test.Room.SetTap(test.Now, test);
        for (var i = 0; i < 10; i++)
        {
            yes.SendFrame(key: i == 0);
            yes.SendAudio();
            no.SendFrame(key: i == 0);
            no.SendAudio();
            no.SendReport(no.VideoSsrc, test.Wall, no.VideoTimestamp);
        }

        Assert.Equal(20, test.Tapped.Count);
        Assert.All(test.Tapped, tapped => Assert.StartsWith("yes:", tapped.Publication, StringComparison.Ordinal));
        Assert.DoesNotContain(test.News, news => news.StartsWith("tap", StringComparison.Ordinal) && news.Contains("no:", StringComparison.Ordinal));
    }

    [Fact]
    public void Withdrawn_consent_holds_from_the_next_packet_on()
    {
        var test = new RoomHarness();
        var person = new Person(test, "person", recordable: true);
        test.Room.SetTap(test.Now, test);
        person.SendAudio();
        person.SendFrame(key: true);

        test.Room.SetRecordable(test.Now, person.Participant, false);
        Assert.Contains("tap- person:v", test.News);
        person.SendFrame(key: true);
        person.SendAudio();

        Assert.Equal(2, test.Tapped.Count);
    }

    [Fact]
    public void Consent_that_is_given_later_begins_with_a_key_frame_request()
    {
        var test = new RoomHarness();
        var person = new Person(test, "person");
        test.Room.SetTap(test.Now, test);
        person.SendFrame(key: true);
        test.Wait(1000);
        Assert.Empty(test.Tapped);

        test.Room.SetRecordable(test.Now, person.Participant, true);
        test.Wait(0);

        Assert.Equal(1, test.KeyFrameRequestsTo(person.Participant));
        person.SendFrame(key: true);
        Assert.Single(test.Tapped);
    }

    [Fact]
    public void Muted_media_is_not_tapped()
    {
        var test = new RoomHarness();
        var person = new Person(test, "person", recordable: true);
        test.Room.SetTap(test.Now, test);
        person.SendAudio();
        test.Room.SetPublication(test.Now, person.Participant, "a", "voice", "", muted: true);
        person.SendAudio();

        Assert.Single(test.Tapped);
        Assert.Contains("tap~ person:a", test.News);
    }

    [Fact]
    public void A_retransmission_is_tapped_in_its_original_form()
    {
        var test = new RoomHarness();
        var person = new Person(test, "person", recordable: true);
        test.Room.SetTap(test.Now, test);
        person.SendFrame(key: true, packets: 3, lose: i => i == 1);
        var missing = person.FramePacket((ushort)(person.VideoSequence - 1), key: true, 1, 3);

        person.SendAgain(missing, 9);

        Assert.Equal(missing, test.Tapped[^1].Packet);
    }

    [Fact]
    public void Who_joins_again_with_other_streams_is_tapped_as_new_tracks()
    {
        var test = new RoomHarness();
        var person = new Person(test, "person", recordable: true);
        test.Room.SetTap(test.Now, test);
        person.SendFrame(key: true);

        var again = new Person(test, "person", recordable: true);
        again.SendFrame(key: true);

        Assert.Equal(["tap+ person:v", "tap- person:v", "tap+ person:v"], TapNews(test));
        Assert.Equal(2, test.Tapped.Count);
    }

    [Fact]
    public void A_stream_learned_from_its_packets_is_a_new_track()
    {
        var test = new RoomHarness();
        var person = new Person(test, "person", recordable: true, announce: false);
        test.Room.SetTap(test.Now, test);
        person.SendAudio(mid: true);
        person.SendAudio(ssrc: new(5), mid: true);

        Assert.Equal(["tap+ person:a", "tap- person:a", "tap+ person:a"], TapNews(test));
    }

    [Fact]
    public void Another_payload_type_is_a_new_track()
    {
        var test = new RoomHarness();
        var person = new Person(test, "person", recordable: true);
        test.Room.SetTap(test.Now, test);
        person.SendAudio();
        CodecBinding other = new(MediaCodec.Opus, "", 109, 0);
        var lines = person.Media.Published.Select(line => line.Mid == "a" ? line with { Codecs = [other] } : line).ToList();
        test.Room.Update(test.Now, person.Participant, person.Media with { Published = lines });
        person.SendAudio(type: 109);

        Assert.Equal(["tap+ person:a", "tap- person:a", "tap+ person:a"], TapNews(test));
    }

    private static List<string> TapNews(RoomHarness test) =>
        [.. test.News.Where(news => news.StartsWith("tap", StringComparison.Ordinal))];

    [Fact]
    public void Who_joins_again_without_consent_is_not_tapped_any_more()
    {
        var test = new RoomHarness();
        var person = new Person(test, "person", recordable: true);
        test.Room.SetTap(test.Now, test);
        person.SendAudio();

        var again = new Person(test, "person", recordable: false);
        again.SendAudio();

        Assert.Single(test.Tapped);
    }
}
