using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Tests;

public sealed class SlotAssignmentTests
{
    [Fact]
    public void Slots_fill_in_the_order_in_which_publications_come()
    {
        var test = new RoomHarness();
        var viewer = new Person(test, "viewer", publish: false, audioSlots: 2, videoSlots: 2);
        var first = new Person(test, "first");
        var second = new Person(test, "second");
        _ = new Person(test, "third");

        Assert.Equal([first.Face, second.Face], viewer.Participant.Slots.Where(slot => slot.Mid.StartsWith("sv", StringComparison.Ordinal)).Select(slot => slot.Assigned));
    }

    [Fact]
    public void Nobody_is_shown_themselves()
    {
        var test = new RoomHarness();
        var alone = new Person(test, "alone");

        Assert.All(alone.Participant.Slots, slot => Assert.Null(slot.Assigned));
    }

    [Fact]
    public void A_wish_wins_and_the_rest_stays_automatic()
    {
        var test = new RoomHarness();
        var viewer = new Person(test, "viewer", publish: false, videoSlots: 2);
        var first = new Person(test, "first");
        var second = new Person(test, "second");
        var third = new Person(test, "third");

        test.Room.SetWish(test.Now, viewer.Participant, "sv1", first.Face.Id);
        Assert.Equal(first.Face, viewer.Participant.SlotAt("sv1")!.Assigned);
        Assert.Equal(second.Face, viewer.Participant.SlotAt("sv0")!.Assigned);

        test.Room.SetWish(test.Now, viewer.Participant, "sv0", null);
        test.Room.Leave(test.Now, second.Participant);
        Assert.Null(viewer.Participant.SlotAt("sv0")!.Assigned);
        Assert.NotNull(third.Face);
    }

    [Fact]
    public void A_wish_for_somebody_who_is_not_there_yet_waits_for_them()
    {
        var test = new RoomHarness();
        var viewer = new Person(test, "viewer", publish: false);
        test.Room.SetWish(test.Now, viewer.Participant, "sv0", "late:v");
        _ = new Person(test, "first");
        Assert.Null(viewer.VideoSlot.Assigned);

        var late = new Person(test, "late");

        Assert.Equal(late.Face, viewer.VideoSlot.Assigned);
    }

    [Fact]
    public void Whose_sound_is_not_chosen_reaches_no_slot_from_the_next_packet_on_and_pictures_stay()
    {
        var test = new RoomHarness();
        var listener = new Person(test, "listener", publish: false, audioSlots: 2, videoSlots: 2);
        var doctor = new Person(test, "doctor");
        test.Room.SetSound(test.Now, listener.Participant, new(["interpreter"], Alone: false));

        // Who was left out before they came is in no slot, by itself or by a wish.
        var interpreter = new Person(test, "interpreter");
        test.Room.SetWish(test.Now, listener.Participant, "sa1", interpreter.Voice.Id);
        interpreter.SendAudio(level: 10);
        Assert.Equal([doctor.Voice, null, doctor.Face, interpreter.Face], listener.Participant.Slots.Select(slot => slot.Assigned));
        Assert.Empty(test.RtpTo(listener.Participant.SlotAt("sa1")!));

        test.Room.SetSound(test.Now, listener.Participant, new(["interpreter"], Alone: true));
        test.Rtp.Clear();
        doctor.SendAudio(level: 10);
        interpreter.SendAudio(level: 10);
        Assert.Equal([null, interpreter.Voice, doctor.Face, interpreter.Face], listener.Participant.Slots.Select(slot => slot.Assigned));
        Assert.Empty(test.RtpTo(listener.AudioSlot));
        Assert.Single(test.RtpTo(listener.Participant.SlotAt("sa1")!));

        test.Room.SetSound(test.Now, listener.Participant, null);
        Assert.Equal(doctor.Voice, listener.AudioSlot.Assigned);
    }

    [Fact]
    public void When_somebody_goes_their_slot_is_free_for_the_next()
    {
        var test = new RoomHarness();
        var viewer = new Person(test, "viewer", publish: false);
        var first = new Person(test, "first");
        var second = new Person(test, "second");
        Assert.Equal(first.Face, viewer.VideoSlot.Assigned);

        test.Room.Leave(test.Now, first.Participant);

        Assert.Equal(second.Face, viewer.VideoSlot.Assigned);
        Assert.Contains("slot viewer/sv0 = second:v", test.News);
        Assert.Contains("removed first:v", test.News);
    }

    [Fact]
    public void Who_speaks_takes_the_slot_of_who_is_silent()
    {
        var test = new RoomHarness();
        var viewer = new Person(test, "viewer", publish: false);
        var silent = new Person(test, "silent");
        var speaker = new Person(test, "speaker");
        Assert.Equal(silent.Voice, viewer.AudioSlot.Assigned);

        for (var i = 0; i < 60; i++)
        {
            silent.SendAudio(level: 120);
            speaker.SendAudio(level: 20);
            test.Wait(20);
        }

        Assert.Equal(speaker.Voice, viewer.AudioSlot.Assigned);
        Assert.Contains("speakers speaker", test.News);
    }

    [Fact]
    public void An_instruments_sound_takes_a_silent_voices_slot_and_yields_it_to_no_voice_but_never_takes_the_last()
    {
        var test = new RoomHarness();
        var viewer = new Person(test, "viewer", publish: false, audioSlots: 2);
        var (doctor, nurse, heart, lungs) = (new Person(test, "doctor"), new Person(test, "nurse"), new Person(test, "heart"), new Person(test, "lungs"));
        test.Room.SetPublication(test.Now, heart.Participant, "a", "stethoscope", "", muted: false);
        test.Room.SetPublication(test.Now, lungs.Participant, "a", "stethoscope", "", muted: false);
        Assert.Contains(heart.Voice, Shown());
        Assert.DoesNotContain(lungs.Voice, Shown());

        foreach (var speaker in new[] { doctor, nurse, doctor })
        {
            for (var i = 0; i < 150; i++)
            {
                heart.SendAudio(level: 90);
                doctor.SendAudio(level: (byte)(speaker == doctor ? 20 : 120));
                nurse.SendAudio(level: (byte)(speaker == nurse ? 20 : 120));
                test.Wait(20);
            }

            Assert.Equivalent(new[] { heart.Voice.Id, speaker.Voice.Id }, Shown().Select(one => one!.Id), strict: true);
        }

        Assert.Single(test.News, news => news.EndsWith("= heart:a", StringComparison.Ordinal));

        IEnumerable<Publication?> Shown() => viewer.Participant.Slots.Where(slot => slot.Kind == StreamKind.Audio).Select(slot => slot.Assigned);
    }

    [Fact]
    public void Speakers_change_only_when_somebody_begins_or_ends()
    {
        var test = new RoomHarness();
        var one = new Person(test, "one");
        var other = new Person(test, "other");
        for (var i = 0; i < 320; i++)
        {
            one.SendAudio(level: i < 100 ? (byte)20 : (byte)127);
            other.SendAudio(level: i > 220 ? (byte)20 : (byte)127);
            test.Wait(20);
        }

        Assert.Equal(["speakers one", "speakers ", "speakers other"], test.News.Where(news => news.StartsWith("speakers", StringComparison.Ordinal)));
    }

    [Fact]
    public void Who_joins_again_keeps_publications_and_wishes_and_gets_a_fresh_stream()
    {
        var test = new RoomHarness();
        var viewer = new Person(test, "viewer", publish: false, videoSlots: 2);
        var sender = new Person(test, "sender");
        sender.SendFrame(key: true);
        test.Room.SetWish(test.Now, viewer.Participant, "sv1", sender.Face.Id);
        var publication = sender.Face;
        test.News.Clear();

        var again = new Person(test, "sender");
        again.SendFrame(key: false);
        Assert.Same(publication, again.Face);
        Assert.DoesNotContain(test.News, news => news.StartsWith("removed", StringComparison.Ordinal) || news.StartsWith("slot viewer", StringComparison.Ordinal));

        test.Rtp.Clear();
        again.SendFrame(key: true);
        Assert.Single(test.RtpTo(viewer.Participant.SlotAt("sv1")!));

        var viewerAgain = new Person(test, "viewer", publish: false, videoSlots: 2);
        Assert.Equal(publication, viewerAgain.Participant.SlotAt("sv1")!.Assigned);
        Assert.True(viewerAgain.Participant.SlotAt("sv1")!.IsWished);
    }

    [Fact]
    public void A_further_offer_adds_a_publication_and_keeps_the_rest_flowing()
    {
        var test = new RoomHarness();
        var viewer = new Person(test, "viewer", publish: false, videoSlots: 2);
        var sender = new Person(test, "sender");
        sender.SendFrame(key: true);
        var screen = sender.Media.Published[1] with { Mid = "screen", Ssrc = new(5), RtxSsrc = new(6) };

        test.Room.Update(test.Now, sender.Participant, sender.Media with { Published = [.. sender.Media.Published, screen] });
        sender.SendFrame();

        Assert.Equal("screen", viewer.Participant.SlotAt("sv1")!.Assigned?.Mid);
        Assert.Equal(2, test.RtpTo(viewer.VideoSlot).Count);

        test.Room.Update(test.Now, sender.Participant, sender.Media);
        sender.SendFrame();
        Assert.Null(viewer.Participant.SlotAt("sv1")!.Assigned);
        Assert.Equal(3, test.RtpTo(viewer.VideoSlot).Count);
    }

    [Fact]
    public void A_stream_that_the_offer_does_not_name_is_learnt_by_its_mid()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender", announce: false);
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true, mid: true);
        sender.SendAudio(mid: true);

        Assert.Single(test.RtpTo(viewer.VideoSlot));
        Assert.Single(test.RtpTo(viewer.AudioSlot));
        sender.SendFrame();
        Assert.Equal(2, test.RtpTo(viewer.VideoSlot).Count);
    }
}
