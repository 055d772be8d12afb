using System.Buffers.Binary;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Session;
using Telemed.Rtc.Srtp;
using Telemed.Rtc.Stun;
using Telemed.Rtc.Time;
using Telemed.TestKit.Network;
using Telemed.TestKit.Peers;

namespace Telemed.Rtc.Tests.Session;

public sealed class PeerTransportTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(25);

    [Fact]
    public void Call_on_a_perfect_link_connects_at_once_with_gcm()
    {
        using var pair = new PeerPair();

        Assert.True(pair.RunUntil(() => pair.BothConnected, Limit));

        Assert.Equal(0, pair.Now.Milliseconds);
        Assert.Equal(SrtpProfile.AeadAes128Gcm, pair.Relay.Transport.SrtpProfile);
        Assert.Equal(pair.ClientAddress, pair.Relay.Transport.SelectedPath);
        Assert.Equal(PeerPair.RelayAddress, pair.Client.Transport.SelectedPath);
        Assert.Equal(
            [PeerTransportEventKind.PathChanged, PeerTransportEventKind.Connected],
            pair.Relay.Events.Select(seen => seen.Event.Kind));
    }

    [Fact]
    public void Active_relay_connects_as_well()
    {
        using var pair = new PeerPair(new() { RelayIsDtlsActive = true });

        Assert.True(pair.RunUntil(() => pair.BothConnected, Limit));
        AssertMediaBothWays(pair);
    }

    [Fact]
    public void Media_and_reports_pass_both_ways()
    {
        using var pair = Connect(new() { Up = Delayed(40), Down = Delayed(60) });

        AssertMediaBothWays(pair);
        var report = Rtcp(7);
        Assert.True(pair.Client.SendRtcp(report));
        Assert.True(pair.Relay.SendRtcp(report));
        Assert.True(pair.RunUntil(() => pair.Client.Rtcp.Count == 1 && pair.Relay.Rtcp.Count == 1, Limit));
        Assert.Equal(report, pair.Client.Rtcp[0]);
        Assert.Equal(report, pair.Relay.Rtcp[0]);
    }

    [Fact]
    public void Connecting_takes_few_round_trips()
    {
        using var pair = new PeerPair(new() { Up = Delayed(50), Down = Delayed(50) });

        Assert.True(pair.RunUntil(() => pair.BothConnected, Limit));

        // Check, nomination and two for DTLS.
        Assert.InRange(pair.Now.Milliseconds, 400, 450);
    }

    [Theory]
    [InlineData(0.0, 0.0, 0.0)]
    [InlineData(0.4, 0.0, 0.0)]
    [InlineData(0.2, 0.3, 0.0)]
    [InlineData(0.2, 0.3, 0.5)]
    public void Calls_connect_on_bad_links(double loss, double reorder, double duplicate)
    {
        var link = Delayed(40) with
        {
            Loss = loss,
            Reorder = reorder,
            Duplicate = duplicate,
            Jitter = TimeSpan.FromMilliseconds(20),
        };
        for (var seed = 1; seed <= 25; seed++)
        {
            using var pair = new PeerPair(new() { Seed = seed * 10, Up = link, Down = link });

            Assert.True(
                pair.RunUntil(() => pair.BothConnected, Limit),
                $"seed {seed}: {pair.Client.Transport.Failure} {pair.Relay.Transport.Failure}");
            pair.Up.Conditions = pair.Down.Conditions = Delayed(40);
            AssertMediaBothWays(pair);
        }
    }

    [Fact]
    public void Calls_connect_through_bursts_on_a_narrow_link_with_long_delay()
    {
        var link = Delayed(300) with { BitsPerSecond = 64_000, Bursts = new(0.07, 0.25) };
        for (var seed = 1; seed <= 10; seed++)
        {
            using var pair = Connect(new() { Seed = seed, Up = link, Down = link });
            Assert.InRange(pair.Now.Milliseconds, 2_400, 20_000);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_call()
    {
        var link = Delayed(30) with { Loss = 0.3, Jitter = TimeSpan.FromMilliseconds(25), Reorder = 0.2 };
        long[] times = new long[2];
        for (var run = 0; run < 2; run++)
        {
            using var pair = Connect(new() { Seed = 5, Up = link, Down = link });
            times[run] = pair.Now.Nanoseconds;
        }

        Assert.Equal(times[0], times[1]);
    }

    [Fact]
    public void Unexpected_client_certificate_fails_with_its_reason_and_passes_no_media()
    {
        using var pair = new PeerPair(new() { RelayExpectsOtherFingerprint = true });

        pair.Run(Limit);

        Assert.Equal(PeerTransportFailure.FingerprintMismatch, pair.Relay.Transport.Failure);
        Assert.Equal(PeerTransportFailure.RejectedByPeer, pair.Client.Transport.Failure);
        AssertPassesNoMedia(pair);
    }

    [Fact]
    public void Unexpected_relay_certificate_fails_with_its_reason_and_passes_no_media()
    {
        using var pair = new PeerPair(new() { ClientExpectsOtherFingerprint = true });

        pair.Run(Limit);

        Assert.Equal(PeerTransportFailure.FingerprintMismatch, pair.Client.Transport.Failure);
        Assert.Equal(PeerTransportFailure.RejectedByPeer, pair.Relay.Transport.Failure);
        AssertPassesNoMedia(pair);
    }

    [Fact]
    public void First_check_opens_the_path_before_any_nomination()
    {
        using var pair = new PeerPair(new() { Up = Delayed(20), Down = Delayed(20) });

        pair.Run(TimeSpan.FromMilliseconds(20));

        Assert.Equal(PeerTransportState.Securing, pair.Relay.Transport.State);
        Assert.Equal(pair.ClientAddress, pair.Relay.Transport.SelectedPath);
        Assert.Equal(PeerTransportState.Checking, pair.Client.Transport.State);
    }

    [Fact]
    public void A_dead_candidate_before_the_good_one_costs_no_call()
    {
        using var pair = new PeerPair(new() { Up = Delayed(20), Down = Delayed(20) });
        pair.Client.Transport.AddRemoteCandidate(NetworkPath.FromIPv4(0x0A00_0001, 9), uint.MaxValue);

        Assert.True(pair.RunUntil(() => pair.BothConnected, Limit));

        Assert.Equal(PeerPair.RelayAddress, pair.Client.Transport.SelectedPath);
        Assert.InRange(pair.Now.Milliseconds, 160, 500);
    }

    [Fact]
    public void Remote_is_set_once_and_candidates_belong_to_a_controlling_agent()
    {
        using var pair = new PeerPair();
        Assert.True(IceCredentials.TryCreate("fragment", "passwordpasswordpassword", out var credentials));

        Assert.Throws<InvalidOperationException>(() => pair.Client.Transport.SetRemote(credentials!, default));
        Assert.Throws<InvalidOperationException>(
            () => pair.Relay.Transport.AddRemoteCandidate(PeerPair.RelayAddress, 1));
        Assert.Throws<InvalidOperationException>(
            () => pair.Client.Transport.RestartIce(credentials!));
    }

    [Fact]
    public void Call_over_tcp_paths_connects()
    {
        using var pair = Connect(new() { Protocol = NetworkProtocol.Tcp });

        Assert.Equal(NetworkProtocol.Tcp, pair.Relay.Transport.SelectedPath.Protocol);
        AssertMediaBothWays(pair);
    }

    [Fact]
    public void Media_goes_on_through_an_ice_restart_that_the_peer_never_takes_up()
    {
        using var pair = Connect(new() { Up = Delayed(20), Down = Delayed(20) });
        Assert.True(IceCredentials.TryCreate("newfragment", "newpasswordnewpasswordnew", out var local));

        pair.Relay.Transport.RestartIce(local!);
        pair.Run(TimeSpan.FromSeconds(60));

        Assert.True(pair.BothConnected);
        AssertMediaBothWays(pair);
    }

    [Fact]
    public void Rebound_address_is_followed_at_the_first_packet()
    {
        using var pair = Connect(new() { Up = Delayed(20), Down = Delayed(20) });
        var old = pair.ClientAddress;
        pair.Rebind();

        pair.Client.SendRtp(Rtp(1, 100));
        Assert.True(pair.RunUntil(() => pair.Relay.Rtp.Count == 1, Limit));

        Assert.NotEqual(old, pair.ClientAddress);
        Assert.Equal(pair.ClientAddress, pair.Relay.Transport.SelectedPath);
        Assert.Equal(PeerTransportEventKind.PathChanged, pair.Relay.Events[^1].Event.Kind);
        Assert.Equal(1, pair.Relay.Transport.Counters.PathChanges);
        Assert.True(pair.Relay.SendRtp(Rtp(2, 100)));
        Assert.True(pair.RunUntil(() => pair.Client.Rtp.Count == 1, Limit));
    }

    [Fact]
    public void Address_that_changes_each_ten_seconds_costs_no_packet()
    {
        using var pair = Connect(new() { Up = Delayed(20), Down = Delayed(20) });
        ushort sequence = 0;
        pair.Time.Every(TimeSpan.FromSeconds(10), 9, pair.Rebind);
        pair.Time.Every(TimeSpan.FromMilliseconds(20), 5_000, () => pair.Client.SendRtp(Rtp(1, sequence++)));

        pair.Run(TimeSpan.FromSeconds(101));

        Assert.Equal(5_000, pair.Relay.Rtp.Count);
        Assert.Equal(9, pair.Relay.Transport.Counters.PathChanges);
        Assert.Equal(PeerTransportState.Connected, pair.Relay.Transport.State);
    }

    [Fact]
    public void Late_packet_from_the_old_address_does_not_move_the_path_back()
    {
        using var pair = Connect();
        var late = Capture(pair, () => pair.Client.SendRtp(Rtp(1, 100)));
        var old = pair.ClientAddress;
        pair.Rebind();
        pair.Client.SendRtp(Rtp(1, 101));
        pair.RunUntil(() => pair.Relay.Rtp.Count == 1, Limit);

        pair.Relay.Receive(pair.Now, old, late);

        Assert.Equal(2, pair.Relay.Rtp.Count);
        Assert.Equal(pair.ClientAddress, pair.Relay.Transport.SelectedPath);
    }

    [Fact]
    public void Replay_from_another_address_does_not_move_the_path()
    {
        using var pair = Connect();
        var packet = Capture(pair, () => pair.Client.SendRtp(Rtp(1, 100)));
        pair.Relay.Receive(pair.Now, pair.ClientAddress, packet);
        var thief = NetworkPath.FromIPv4(0x0A00_0001, 1);

        pair.Relay.Receive(pair.Now, thief, packet);

        Assert.Equal(pair.ClientAddress, pair.Relay.Transport.SelectedPath);
        Assert.Equal(1, pair.Relay.Transport.Counters.Replayed);
        Assert.Single(pair.Relay.Rtp);
    }

    [Fact]
    public void Consent_ends_after_thirty_seconds_of_silence()
    {
        using var pair = Connect(new() { Up = Delayed(20), Down = Delayed(20) });
        pair.Run(TimeSpan.FromSeconds(60));
        Assert.True(pair.BothConnected);
        var silence = pair.Now;
        pair.Up.Conditions = pair.Down.Conditions = new() { Outage = true };

        Assert.True(pair.RunUntil(() => pair.Relay.Saw(PeerTransportEventKind.ConsentLost), TimeSpan.FromSeconds(40)));

        Assert.InRange((pair.Now - silence).TotalSeconds, 23, 31);
        Assert.Equal(PeerTransportState.Failed, pair.Relay.Transport.State);
        Assert.Equal(PeerTransportFailure.ConsentLost, pair.Relay.Transport.Failure);
        Assert.False(pair.Relay.SendRtp(Rtp(2, 1)));
        pair.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(PeerTransportFailure.ConsentLost, pair.Client.Transport.Failure);
    }

    [Fact]
    public void An_outage_of_twenty_seconds_is_survived()
    {
        using var pair = Connect(new() { Up = Delayed(20), Down = Delayed(20) });
        pair.Up.Conditions = pair.Down.Conditions = new() { Outage = true };
        pair.Run(TimeSpan.FromSeconds(20));
        pair.Up.Conditions = pair.Down.Conditions = Delayed(20);
        pair.Run(TimeSpan.FromSeconds(60));

        Assert.True(pair.BothConnected);
        AssertMediaBothWays(pair);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(600)]
    public void After_minutes_of_silence_the_first_check_brings_the_relays_side_back_with_its_keys(int seconds)
    {
        using var pair = Connect(new() { LongestSilence = TimeSpan.FromMinutes(10) });
        var silence = pair.Now;
        pair.Up.Conditions = pair.Down.Conditions = new() { Outage = true };
        var late = Capture(pair, () => pair.Client.SendRtp(Rtp(2, 9)));
        Assert.True(pair.RunUntil(() => pair.Relay.Saw(PeerTransportEventKind.Silenced), TimeSpan.FromSeconds(40)));
        Assert.False(pair.Relay.SendRtp(Rtp(2, 1)));
        pair.Relay.Receive(pair.Now, pair.ClientAddress, late);
        Assert.Empty(pair.Relay.Rtp);
        pair.Run(TimeSpan.FromSeconds(seconds) - (pair.Now - silence));

        var elsewhere = NetworkPath.FromIPv4(0xCB00_7199, 1234);
        pair.Relay.Receive(pair.Now, elsewhere, Check(pair.RelayCredentials));
        pair.Relay.Receive(pair.Now, elsewhere, late);

        Assert.Equal(PeerTransportState.Connected, pair.Relay.Transport.State);
        Assert.Equal(elsewhere, pair.Relay.Transport.SelectedPath);
        Assert.Equal(
            [PeerTransportEventKind.Silenced, PeerTransportEventKind.PathChanged, PeerTransportEventKind.Returned],
            pair.Relay.Events[^3..].Select(one => one.Event.Kind));
        Assert.Single(pair.Relay.Rtp);
        Assert.True(pair.Relay.SendRtp(Rtp(2, 1)));
    }

    [Fact]
    public void After_the_longest_silence_the_relays_side_has_failed_and_takes_no_check()
    {
        using var pair = Connect(new() { LongestSilence = TimeSpan.FromMinutes(10) });
        pair.Up.Conditions = pair.Down.Conditions = new() { Outage = true };
        pair.Run(TimeSpan.FromSeconds(631));

        pair.Relay.Receive(pair.Now, pair.ClientAddress, Check(pair.RelayCredentials));

        Assert.Equal(PeerTransportState.Failed, pair.Relay.Transport.State);
        Assert.Equal(PeerTransportEventKind.ConsentLost, pair.Relay.Events[^1].Event.Kind);
        Assert.Equal(MonotonicTime.Never, pair.Relay.Transport.NextDeadline);
    }

    [Fact]
    public void A_stranger_does_not_end_a_silence()
    {
        using var pair = Connect(new() { LongestSilence = TimeSpan.FromMinutes(10) });
        pair.Up.Conditions = pair.Down.Conditions = new() { Outage = true };
        pair.Run(TimeSpan.FromSeconds(60));
        Assert.True(IceCredentials.TryCreate(pair.RelayCredentials.UsernameFragment, new('a', 24), out var guessed));

        pair.Relay.Receive(pair.Now, pair.ClientAddress, Check(guessed!));

        Assert.Equal(PeerTransportState.Silent, pair.Relay.Transport.State);
        Assert.False(pair.Relay.Saw(PeerTransportEventKind.Returned));
    }

    [Fact]
    public void A_relay_that_no_client_reaches_gives_up_after_thirty_seconds()
    {
        using var pair = new PeerPair(new() { Up = new() { Outage = true } });

        pair.Run(TimeSpan.FromSeconds(35));

        Assert.Equal(PeerTransportFailure.NoConnectivity, pair.Relay.Transport.Failure);
        Assert.Equal(30, (long)pair.Relay.Events[^1].At.Milliseconds / 1000);
        Assert.Equal(PeerTransportFailure.NoConnectivity, pair.Client.Transport.Failure);
    }

    [Fact]
    public void Close_reaches_the_other_side_and_stops_media()
    {
        using var pair = Connect(new() { Up = Delayed(20), Down = Delayed(20) });

        pair.Client.Close(pair.Now);
        Assert.True(pair.RunUntil(() => pair.Relay.Saw(PeerTransportEventKind.Closed), Limit));

        Assert.Equal(PeerTransportState.Closed, pair.Client.Transport.State);
        Assert.Equal(PeerTransportState.Closed, pair.Relay.Transport.State);
        Assert.Equal(PeerTransportFailure.None, pair.Relay.Transport.Failure);
        Assert.False(pair.Relay.SendRtp(Rtp(1, 1)));
    }

    [Fact]
    public void Forged_and_truncated_packets_change_only_counters()
    {
        using var pair = Connect();
        var packet = Capture(pair, () => pair.Client.SendRtp(Rtp(1, 100)));
        var random = new Random(3);
        for (var i = 0; i < 1_000; i++)
        {
            var forged = (byte[])packet.Clone();
            forged[random.Next(2, forged.Length)] ^= (byte)random.Next(1, 256);
            pair.Relay.Receive(pair.Now, pair.ClientAddress, forged);
            pair.Relay.Receive(pair.Now, pair.ClientAddress, packet[..random.Next(packet.Length)]);
        }

        var counters = pair.Relay.Transport.Counters;
        Assert.Empty(pair.Relay.Rtp);
        Assert.Equal(2_000, counters.Forged + counters.Dropped);
        Assert.Equal(0, counters.RtpReceived);
        Assert.Equal(pair.ClientAddress, pair.Relay.Transport.SelectedPath);
        pair.Relay.Receive(pair.Now, pair.ClientAddress, packet);
        Assert.Single(pair.Relay.Rtp);
    }

    [Fact]
    public void Forgeries_from_unknown_addresses_are_left_as_they_came_and_bounded()
    {
        using var pair = Connect();
        var packet = Capture(pair, () => pair.Client.SendRtp(Rtp(1, 100)));
        packet[^1] ^= 1;
        for (var i = 0; i < 1_000; i++)
        {
            var datagram = (byte[])packet.Clone();
            var from = NetworkPath.FromIPv4(0x0A00_0000 + (uint)i, 9);
            Assert.Equal(ReceiveResult.None, pair.Relay.Transport.Receive(pair.Now, from, datagram, out _));
            Assert.Equal(packet, datagram);
        }

        Assert.Equal(50, pair.Relay.Transport.Counters.Forged);
        Assert.Equal(950, pair.Relay.Transport.Counters.Throttled);
        AssertMediaBothWays(pair);
    }

    [Fact]
    public void Garbage_of_every_first_byte_never_throws()
    {
        using var pair = new PeerPair();
        AssertEatsGarbage(pair, 11);
        Assert.True(pair.RunUntil(() => pair.BothConnected, Limit));
        AssertEatsGarbage(pair, 12);
        Assert.True(pair.BothConnected);
        AssertMediaBothWays(pair);
    }

    [Fact]
    public void Dtls_from_an_address_without_a_check_is_dropped()
    {
        using var pair = Connect();
        var before = pair.Relay.Transport.Counters;
        byte[] record = [22, 254, 253, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

        pair.Relay.Receive(pair.Now, NetworkPath.FromIPv4(0x0A00_0001, 1), record);

        Assert.Equal(before.DtlsReceived, pair.Relay.Transport.Counters.DtlsReceived);
        Assert.Equal(before.Dropped + 1, pair.Relay.Transport.Counters.Dropped);
    }

    [Fact]
    public unsafe void Media_costs_no_managed_byte()
    {
        using var pair = Connect();
        var buffer = new byte[1_500];
        var accepted = Pump(pair, buffer, 0, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        accepted += Pump(pair, buffer, 100, 10_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(10_000, accepted);
    }

    // A browser that looks for paths anew has a fragment of its own that the relay was not told.
    private static byte[] Check(IceCredentials relay)
    {
        var searching = new IceControllingAgent(
            Ice.IceWorld.Credentials(77), relay, [new(PeerPair.RelayAddress, 1)], new SeededRandomNumbers(9));
        var buffer = new byte[StunMessageWriter.RecommendedBuffer];
        Assert.True(searching.TryPoll(MonotonicTime.FromMilliseconds(1), buffer, out _, out var length));
        return buffer[..length];
    }

    private static int Pump(PeerPair pair, byte[] buffer, int from, int to)
    {
        var accepted = 0;
        for (var i = from; i < to; i++)
        {
            buffer.AsSpan(0, 12).Clear();
            buffer[0] = 0x80;
            BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(2), (ushort)i);
            var length = pair.Client.Transport.ProtectRtp(buffer, 1_200);
            var result = pair.Relay.Transport.Receive(pair.Now, pair.ClientAddress, buffer.AsSpan(0, length), out _);
            accepted += result == ReceiveResult.Rtp ? 1 : 0;
        }

        return accepted;
    }

    private static PeerPair Connect(PeerPairOptions? options = null)
    {
        var pair = new PeerPair(options);
        Assert.True(pair.RunUntil(() => pair.BothConnected, Limit));
        return pair;
    }

    private static LinkConditions Delayed(int milliseconds) =>
        new() { Delay = TimeSpan.FromMilliseconds(milliseconds) };

    private static byte[] Capture(PeerPair pair, Action send)
    {
        byte[] captured = [];
        var output = pair.Client.Output;
        pair.Client.Output = (_, bytes) => captured = bytes;
        send();
        pair.Client.Output = output;
        return captured;
    }

    private static void AssertMediaBothWays(PeerPair pair)
    {
        var before = (pair.Client.Rtp.Count, pair.Relay.Rtp.Count);
        var toRelay = Rtp(0xA1, (ushort)(500 + pair.Relay.Rtp.Count));
        var toClient = Rtp(0xB2, (ushort)(500 + pair.Client.Rtp.Count));
        Assert.True(pair.Client.SendRtp(toRelay));
        Assert.True(pair.Relay.SendRtp(toClient));
        Assert.True(pair.RunUntil(
            () => (pair.Client.Rtp.Count, pair.Relay.Rtp.Count) == (before.Item1 + 1, before.Item2 + 1), Limit));
        Assert.Equal(toRelay, pair.Relay.Rtp[^1]);
        Assert.Equal(toClient, pair.Client.Rtp[^1]);
    }

    private static void AssertPassesNoMedia(PeerPair pair)
    {
        Assert.Equal(PeerTransportState.Failed, pair.Relay.Transport.State);
        Assert.Equal(PeerTransportState.Failed, pair.Client.Transport.State);
        Assert.False(pair.Client.SendRtp(Rtp(1, 1)));
        Assert.False(pair.Relay.SendRtp(Rtp(1, 1)));
        Assert.False(pair.Relay.Saw(PeerTransportEventKind.Connected));
        Assert.False(pair.Client.Saw(PeerTransportEventKind.Connected));
        Assert.Empty(pair.Relay.Rtp);
        Assert.Empty(pair.Client.Rtp);
    }

    private static void AssertEatsGarbage(PeerPair pair, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 10_000; i++)
        {
            var garbage = new byte[random.Next(0, 100)];
            random.NextBytes(garbage);
            if (garbage.Length > 0)
                garbage[0] = (byte)i;
            pair.Relay.Receive(pair.Now, random.Next(2) == 0 ? pair.ClientAddress : default, garbage);
            pair.Client.Receive(pair.Now, PeerPair.RelayAddress, garbage);
        }
    }

    private static byte[] Rtp(uint ssrc, ushort sequence)
    {
        var packet = new byte[172];
        packet[0] = 0x80;
        packet[1] = 111;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        new Random(sequence).NextBytes(packet.AsSpan(12));
        return packet;
    }

    private static byte[] Rtcp(uint ssrc)
    {
        var packet = new byte[28];
        packet[0] = 0x80;
        packet[1] = 200;
        packet[3] = 6;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }
}
