using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Sfu.Tests;

public sealed class ReportTests
{
    [Fact]
    public void Sender_reports_to_a_receiver_keep_lips_and_voice_together()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);

        // The sender's wall clock is an hour ahead. Its voice and face started at the same instant.
        var theirs = NtpTime.FromUtc(RoomHarness.Epoch.AddHours(1));
        sender.SendFrame(key: true);
        sender.SendAudio();
        sender.SendReport(sender.VideoSsrc, theirs, sender.VideoTimestamp);
        sender.SendReport(sender.AudioSsrc, theirs, sender.AudioTimestamp);
        test.Wait(1500);

        var face = Report(test, viewer.VideoSlot.Ssrc);
        var voice = Report(test, viewer.AudioSlot.Ssrc);
        var faceZero = RoomHarness.Numbers(test.RtpTo(viewer.VideoSlot)[0]).Timestamp;
        var voiceZero = RoomHarness.Numbers(test.RtpTo(viewer.AudioSlot)[0]).Timestamp;
        var faceAt = new RtpClockMapping(face.Ntp, face.Rtp, 90_000).ToNtp(faceZero);
        var voiceAt = new RtpClockMapping(voice.Ntp, voice.Rtp, 48_000).ToNtp(voiceZero);
        Assert.InRange((faceAt.ToUtc() - voiceAt.ToUtc()).TotalMilliseconds, -1, 1);
    }

    [Fact]
    public void Sender_reports_follow_the_slot_over_a_switch()
    {
        var test = new RoomHarness();
        var first = new Person(test, "first");
        var second = new Person(test, "second") { VideoTimestamp = 12_345 };
        var viewer = new Person(test, "viewer", publish: false);
        first.SendFrame(key: true);
        first.SendReport(first.VideoSsrc, test.Wall, first.VideoTimestamp);
        test.Wait(500);
        test.Room.SetWish(test.Now, viewer.Participant, "sv0", second.Face.Id);
        second.SendFrame(key: true);
        second.SendReport(second.VideoSsrc, test.Wall, second.VideoTimestamp);
        var at = test.Wall;
        var sent = RoomHarness.Numbers(test.RtpTo(viewer.VideoSlot)[^1]).Timestamp;
        test.Wait(1000);

        var report = Report(test, viewer.VideoSlot.Ssrc);
        var mapped = new RtpClockMapping(report.Ntp, report.Rtp, 90_000).ToRtp(at);
        Assert.InRange((int)(mapped - sent), -90, 90);
    }

    [Fact]
    public void Publishers_hear_how_much_was_lost()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        for (var i = 0; i < 50; i++)
        {
            sender.SendFrame(key: i == 0, packets: 4, lose: part => part == 2);
        }

        test.Wait(1100);
        var block = test.Rtcp.Select(sent => Blocks(sent.Packet)).First(blocks => blocks.Count > 0)
            .Single(one => one.Ssrc == sender.VideoSsrc);
        Assert.InRange(block.FractionLost, 60, 66);
        Assert.Equal(50, block.CumulativeLost);
    }

    [Fact]
    public void The_round_trip_is_measured_by_the_receivers_reports()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true);
        sender.SendReport(sender.VideoSsrc, test.Wall, sender.VideoTimestamp);
        test.Wait(1000);
        var report = Report(test, viewer.VideoSlot.Ssrc);
        var buffer = new byte[200];
        var writer = new RtcpWriter(buffer);
        writer.TryAddReceiverReport(new(1), [new(viewer.VideoSlot.Ssrc, 0, 0, 0, 0, report.Ntp.Compact, 0)]);
        test.Wait(80);

        test.Room.OnRtcp(test.Now, viewer.Participant, writer.Written);

        Assert.InRange(viewer.Participant.RoundTrip.TotalMilliseconds, 79, 82);
    }

    [Fact]
    public void An_idle_participant_has_no_deadline()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        var viewer = new Person(test, "viewer", publish: false);
        sender.SendFrame(key: true);
        test.Wait(20_000);

        Assert.Equal(MonotonicTime.Never, sender.Participant.NextDeadline);
        Assert.Equal(MonotonicTime.Never, viewer.Participant.NextDeadline);
    }

    [Fact]
    public void A_link_that_loses_is_told()
    {
        var test = new RoomHarness();
        var sender = new Person(test, "sender");
        for (var i = 0; i < 300; i++)
        {
            sender.SendFrame(key: i == 0, packets: 4, lose: part => part == 2 && i % 2 == 0);
            test.Wait(10);
        }

        Assert.Contains(test.News, news => news.StartsWith("link sender 12.", StringComparison.Ordinal) && news.EndsWith(" 2", StringComparison.Ordinal));
    }

    private static (NtpTime Ntp, uint Rtp) Report(RoomHarness test, Ssrc ssrc)
    {
        (NtpTime, uint)? found = null;
        foreach (var (_, datagram) in test.Rtcp)
        {
            Assert.True(RtcpCompound.TryParse(datagram, out var compound));
            foreach (var packet in compound)
            {
                if (SenderReport.TryParse(packet, out var report) && report.Ssrc == ssrc)
                {
                    found = (report.Ntp, report.RtpTimestamp);
                }
            }
        }

        return found ?? throw new InvalidOperationException("No sender report for the slot.");
    }

    private static List<ReportBlock> Blocks(byte[] datagram)
    {
        List<ReportBlock> blocks = [];
        Assert.True(RtcpCompound.TryParse(datagram, out var compound));
        foreach (var packet in compound)
        {
            if (ReceiverReport.TryParse(packet, out var report))
            {
                for (var i = 0; i < report.Blocks.Count; i++)
                {
                    blocks.Add(report.Blocks[i]);
                }
            }
        }

        return blocks;
    }
}
