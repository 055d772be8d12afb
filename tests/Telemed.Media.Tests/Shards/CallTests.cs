using System.Net;
using System.Net.Sockets;
using Telemed.Media.Tests.Clients;
using Telemed.Rtc.Rtp;

namespace Telemed.Media.Tests.Shards;

/// <summary>Whole calls over real sockets on loopback. Mids: 0 voice, 1 face, 2 and 3 audio slots, 4 and 5 video slots.</summary>
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

        await StartAsync(doctor, specialist);
        await ExchangeAsync(doctor, specialist, 100);

        Assert.Equal(["doctor:0", "doctor:1", "specialist:0", "specialist:1"], answer.Publications.Select(one => one.Id));
        Assert.Equal("doctor:1", answer.Slots.Single(slot => slot.Mid == "4").Publication);
        foreach (var client in (TestClient[])[doctor, specialist])
        {
            await client.GetWholeAsync("2");
            await client.GetWholeAsync("4");
            Assert.Equal(100, client.Slots["2"].Count);
            Assert.Equal(0, client.UnknownPackets);
            await Eventually.Async(() => client.FeedbackReceived > 0);
            await Eventually.Async(() => client.ReceiverReports > 0);
        }

        await Eventually.Async(() => test.Events.OfType<MediaEvent.ParticipantConnected>().Count() == 2);
        Assert.Equal(0, test.Node.Snapshot().Shards[0].DatagramsDropped);
    }

    [Fact]
    public async Task A_third_comes_and_goes_and_nobody_else_notices_but_by_the_news()
    {
        await using var test = new TestNode();
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await StartAsync(doctor, specialist);
        await ExchangeAsync(doctor, specialist, 30);

        using (var nurse = new TestClient())
        {
            await nurse.JoinAsync(test.Node, "room", "nurse");
            await ExchangeAsync(doctor, specialist, 30);
            nurse.SendVideo(2000, keyFrame: true);
            await Eventually.Async(() => doctor.Slots["5"].Count > 0 && specialist.Slots["5"].Count > 0);
            doctor.SendVideo(2000, keyFrame: true);
            await Eventually.Async(() => nurse.Slots["4"].Count > 0);
            await test.Node.LeaveAsync("room", "nurse");
            await Eventually.Async(() => nurse.IsDead);
        }

        await ExchangeAsync(doctor, specialist, 30);
        await doctor.GetWholeAsync("4");
        await specialist.GetWholeAsync("4");
        await doctor.GetWholeAsync("2");
        await specialist.GetWholeAsync("2");
        await Eventually.Async(() => test.Events.OfType<MediaEvent.PublicationRemoved>().Count() == 2);
        await Eventually.Async(() => test.Events.Contains(new MediaEvent.SlotAssigned("room", "doctor", "5", "nurse:1")));
        await Eventually.Async(() => test.Events.Contains(new MediaEvent.SlotAssigned("room", "doctor", "5", null)));
    }

    [Fact]
    public async Task A_packet_lost_on_the_way_down_is_sent_again()
    {
        await using var test = new TestNode();
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await StartAsync(doctor, specialist);
        specialist.Lose = (mid, sequence) => mid == "4" && sequence % 7 == 0;
        await ExchangeAsync(doctor, specialist, 40);
        var missing = specialist.Slots["4"].Missing;
        Assert.NotEmpty(missing);

        specialist.SendNack("4", [.. missing]);

        await Eventually.Async(() => specialist.Slots["4"].Missing.Count == 0);
        Assert.True(specialist.Slots["4"].Repaired >= missing.Count);
        Assert.All(specialist.Slots["4"].Packets, packet => Assert.Equal(specialist.Slots["4"].Ssrc, RtpHeader.GetSsrc(packet)));
    }

    [Fact]
    public async Task A_packet_lost_on_the_way_up_is_asked_for_and_passed_on()
    {
        await using var test = new TestNode();
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await StartAsync(doctor, specialist);
        doctor.LoseOutgoing = sequence => sequence % 9 == 0;
        await ExchangeAsync(doctor, specialist, 40);
        doctor.LoseOutgoing = null;
        doctor.SendVideo(1000);

        await Eventually.Async(() => doctor.NacksReceived > 5 && specialist.Slots["4"].Missing.Count == 0);
    }

    [Fact]
    public async Task Who_joins_again_replaces_the_old_transport_and_keeps_the_place()
    {
        await using var test = new TestNode();
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await StartAsync(doctor, specialist);

        using var again = new TestClient();
        var answer = await again.JoinAsync(test.Node, "room", "doctor");
        await StartAsync(again, specialist);
        var before = specialist.Slots["4"].Count;
        again.SendVideo(3000);
        doctor.SendVideo(3000);

        await Eventually.Async(() => specialist.Slots["4"].Count >= before + 3);
        await specialist.GetWholeAsync("4");
        Assert.Equal("specialist:1", answer.Slots.Single(slot => slot.Mid == "4").Publication);
        Assert.Equal(2, test.Node.Snapshot().Participants);
        await Eventually.Async(() => test.Events.Contains(
            new MediaEvent.ParticipantDisconnected("room", "doctor", DisconnectReason.Replaced)));
        Assert.DoesNotContain(test.Events, happened => happened is MediaEvent.PublicationRemoved);
    }

    [Fact]
    public async Task A_client_that_moves_to_another_port_is_followed()
    {
        await using var test = new TestNode();
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await StartAsync(doctor, specialist);
        await ExchangeAsync(doctor, specialist, 10);

        doctor.Move();
        doctor.SendAudio();
        await Eventually.Async(() => specialist.Slots["2"].Count >= 11);
        await ExchangeAsync(doctor, specialist, 10);

        await doctor.GetWholeAsync("2");
        await specialist.GetWholeAsync("2");
    }

    [Fact]
    public async Task A_flipped_fingerprint_ends_in_a_failed_handshake_and_no_media()
    {
        await using var test = new TestNode();
        using var honest = new TestClient();
        using var liar = new TestClient(TestClient.OtherFingerprint);
        await honest.JoinAsync(test.Node, "room", "honest");
        var answer = await test.Node.JoinAsync("room", "liar", liar.Offer(publish: true), false, TestContext.Current.CancellationToken);
        liar.Accept(answer.AnswerSdp);

        await Eventually.Async(() => test.Events.Contains(
            new MediaEvent.ParticipantDisconnected("room", "liar", DisconnectReason.HandshakeFailed)));
        honest.SendVideo(1000, keyFrame: true);
        Assert.Equal(0, liar.Slots["4"].Count);
    }

    [Fact]
    public async Task The_peers_goodbye_is_told_and_its_place_given_up_after_a_while()
    {
        var time = new SteppedTime();
        await using var test = new TestNode(change: options => options.AbsenceMilliseconds = 120_000, time: time);
        using var doctor = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");

        doctor.Close();

        await Eventually.Async(() => test.Events.Contains(
            new MediaEvent.ParticipantDisconnected("room", "doctor", DisconnectReason.ClosedByPeer)));
        Assert.Equal(1, test.Node.Snapshot().Participants);

        time.Advance(TimeSpan.FromSeconds(121));
        await test.Node.SetSlotsAsync("room", "doctor", []); // wakes the shard, which sleeps by the real clock
        await Eventually.Async(() => test.Events.OfType<MediaEvent.PublicationRemoved>().Count() == 2);
        await Eventually.Async(() => test.Node.Snapshot().Participants == 0);
    }

    [Fact]
    public async Task Who_was_silent_for_minutes_is_back_with_the_first_check_and_everybody_hears_and_sees_them()
    {
        var time = new SteppedTime();
        await using var test = new TestNode(time: time);
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await StartAsync(doctor, specialist);
        doctor.Cut(true);
        for (var i = 0; i < 4; i++)
        {
            // In steps, as a check that is under way may be read after the first of them.
            time.Advance(TimeSpan.FromSeconds(31));
            await test.Node.SetSlotsAsync("room", "doctor", []); // wakes the shard, which sleeps by the real clock
        }

        await Eventually.Async(() => test.Events.Contains(
            new MediaEvent.ParticipantDisconnected("room", "doctor", DisconnectReason.TimedOut)));
        time.Advance(TimeSpan.FromMinutes(7));

        // Its own agent checks every few seconds, by the real clock.
        doctor.Cut(false);
        await doctor.BeHeardAsync("2", specialist);
        await doctor.BeSeenAsync("4", specialist);
        await specialist.BeHeardAsync("2", doctor);

        await Eventually.Async(() => test.Events.Count(one => one is MediaEvent.ParticipantConnected { Participant: "doctor" }) > 1);
        Assert.Equal(2, test.Node.Snapshot().Participants);
    }

    [Fact]
    public async Task Who_has_left_costs_nothing_more_and_takes_nobodys_timers_away()
    {
        await using var test = new TestNode(change: options => options.AbsenceMilliseconds = 1000);
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        using var nurse = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await nurse.JoinAsync(test.Node, "room", "nurse");
        await StartAsync(doctor, specialist);

        await test.Node.LeaveAsync("room", "nurse");
        var left = System.Diagnostics.Stopwatch.StartNew();
        await Eventually.Async(() =>
        {
            doctor.SendVideo(1000);
            return left.ElapsedMilliseconds > 1500;
        });

        Assert.Equal(2, test.Node.Snapshot().Participants);
        var feedback = doctor.FeedbackReceived;
        doctor.SendVideo(1000);
        await Eventually.Async(() => doctor.FeedbackReceived > feedback);

        // The thread's time is published at its next turn, so a packet asks for it after a second of peace.
        var before = test.Node.Snapshot().Shards[0].CpuNanoseconds;
        left.Restart();
        await Eventually.Async(() => left.ElapsedMilliseconds > 1000);
        doctor.SendVideo(1000);
        var busy = test.Node.Snapshot().Shards[0].CpuNanoseconds - before;
        Assert.InRange(busy, 0, 150_000_000);
    }

    [Fact]
    public async Task Strangers_packets_change_nothing_but_counters()
    {
        await using var test = new TestNode();
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await StartAsync(doctor, specialist);
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var relay = new IPEndPoint(IPAddress.Loopback, test.Node.Snapshot().Shards[0].Port);
        var before = test.Node.Snapshot().Shards[0];
        var random = new Random(3);
        for (var i = 0; i < 2000; i++)
        {
            var packet = new byte[random.Next(0, 1800)];
            random.NextBytes(packet);
            if (packet.Length > 12)
            {
                packet[0] = (i % 4) switch { 0 => 0x80, 1 => 22, 2 => 0, _ => packet[0] };
                BitConverter.TryWriteBytes(packet.AsSpan(8), IPAddress.HostToNetworkOrder((int)doctor.VideoSsrc.Value));
            }

            stranger.SendTo(packet, relay);
            if (i % 50 == 49)
            {
                // No more at once than any socket's buffer holds.
                await Eventually.Async(() => test.Node.Snapshot().Shards[0].DatagramsIn >= before.DatagramsIn + i + 1);
            }
        }

        await ExchangeAsync(doctor, specialist, 30);
        await specialist.GetWholeAsync("4");
        Assert.True(test.Node.Snapshot().Shards[0].Strangers > before.Strangers);
        Assert.DoesNotContain(test.Events, happened => happened is MediaEvent.ParticipantDisconnected or MediaEvent.RoomFailed);
    }

    [Fact]
    public async Task Rooms_are_spread_over_two_shards_and_both_carry_calls()
    {
        await using var test = new TestNode(shards: 2);
        List<TestClient> clients = [];
        for (var room = 0; room < 2; room++)
        {
            for (var person = 0; person < 2; person++)
            {
                var client = new TestClient();
                clients.Add(client);
                await client.JoinAsync(test.Node, $"room{room}", $"person{person}");
            }
        }

        await StartAsync(clients[0], clients[1]);
        await StartAsync(clients[2], clients[3]);
        await ExchangeAsync(clients[0], clients[1], 20);
        await ExchangeAsync(clients[2], clients[3], 20);

        Assert.All(test.Node.Snapshot().Shards, shard => Assert.Equal(2, shard.Participants));
        Assert.All(test.Node.Snapshot().Shards, shard => Assert.True(shard.PacketsOut >= 100));
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Bound_to_all_addresses_replies_leave_from_the_one_that_was_asked()
    {
        await using var test = new TestNode(change: options =>
        {
            options.Address = "0.0.0.0";
            options.AnnouncedAddresses = ["127.0.0.2"];
        });
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await specialist.JoinAsync(test.Node, "room", "specialist");

        await StartAsync(doctor, specialist);
        await ExchangeAsync(doctor, specialist, 20);

        await specialist.GetWholeAsync("4");
    }

    [Fact]
    public async Task A_muted_publication_is_told_to_all_and_not_forwarded()
    {
        await using var test = new TestNode();
        using var doctor = new TestClient();
        using var specialist = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await specialist.JoinAsync(test.Node, "room", "specialist");
        await StartAsync(doctor, specialist);

        await test.Node.SetPublicationAsync("room", "doctor", "0", "voice", "desk", muted: true);
        var before = specialist.Slots["2"].Count;
        doctor.SendAudio();
        await doctor.BeSeenAsync("4", specialist); // the relay has then had the sound before it, while it was muted
        await test.Node.SetPublicationAsync("room", "doctor", "0", "voice", "desk", muted: false);
        doctor.SendAudio();

        await Eventually.Async(() => specialist.Slots["2"].Count > before);
        Assert.Equal(before + 1, specialist.Slots["2"].Count);
        var info = new PublicationInfo("doctor:0", "doctor", "0", MediaKind.Audio, "voice", "desk", true);
        await Eventually.Async(() => test.Events.Contains(new MediaEvent.PublicationChanged("room", info)));
    }

    [Fact]
    public async Task A_wish_puts_a_publication_into_a_slot()
    {
        await using var test = new TestNode();
        using var doctor = new TestClient();
        using var viewer = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");
        await viewer.JoinAsync(test.Node, "room", "viewer", publish: false);

        // Without anything to send the viewer's slots begin at mid 0: two for audio, then two for video.
        await test.Node.SetSlotsAsync("room", "viewer", [new("3", "doctor:1")]);
        await Eventually.Async(() => doctor.KeyFrameRequests > 0 || SendKeyFrame(doctor));
        doctor.SendVideo(1000, keyFrame: true);

        await Eventually.Async(() => viewer.Slots["3"].Count > 0);
        await Eventually.Async(() => test.Events.Contains(new MediaEvent.SlotAssigned("room", "viewer", "3", "doctor:1")));
    }

    private static bool SendKeyFrame(TestClient client)
    {
        client.SendVideo(500, keyFrame: true);
        return false;
    }

    /// <summary>Sends key frames until both pictures flow.</summary>
    private static Task StartAsync(TestClient one, TestClient other)
    {
        var (first, second) = (one.Slots["4"].Count, other.Slots["4"].Count);
        return Eventually.Async(() =>
        {
            if (one.Slots["4"].Count > first && other.Slots["4"].Count > second)
            {
                return true;
            }

            SendKeyFrame(one);
            SendKeyFrame(other);
            return false;
        });
    }

    /// <summary>
    /// Each sends frames and sound, no more at once than any socket's buffer holds; done when all of the sound arrived, and
    /// so the pictures before it.
    /// </summary>
    private static async Task ExchangeAsync(TestClient one, TestClient other, int frames)
    {
        const int mostAtOnce = 10;
        var (first, second) = (one.Slots["2"].Count, other.Slots["2"].Count);
        for (var sent = 1; sent <= frames; sent++)
        {
            one.SendVideo(3000);
            other.SendVideo(3000);
            one.SendAudio();
            other.SendAudio();
            if (sent % mostAtOnce == 0 || sent == frames)
            {
                await Eventually.Async(() => one.Slots["2"].Count >= first + sent && other.Slots["2"].Count >= second + sent);
            }
        }
    }
}
