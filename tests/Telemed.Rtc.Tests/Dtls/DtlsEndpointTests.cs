using System.Buffers.Binary;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Srtp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Tests.Dtls;

public sealed class DtlsEndpointTests
{
    [Fact]
    public void Two_end_points_agree_on_gcm_without_a_retransmission()
    {
        using var pair = new DtlsPair();

        pair.Run();

        Assert.True(pair.BothConnected);
        Assert.Equal(SrtpProfile.AeadAes128Gcm, pair.Client.SrtpProfile);
        Assert.Equal(SrtpProfile.AeadAes128Gcm, pair.Server.SrtpProfile);
        Assert.Equal(default, pair.Now);
        Assert.Equal(4, pair.Sent.Count);
        Assert.Equal(MonotonicTime.Never, pair.Client.NextDeadline);
    }

    [Fact]
    public void Keys_of_both_sides_fit_together()
    {
        using var pair = new DtlsPair();
        pair.Run();
        pair.Client.CreateSrtp(out var clientSender, out var clientReceiver);
        pair.Server.CreateSrtp(out var serverSender, out var serverReceiver);
        using (clientSender)
        using (clientReceiver)
        using (serverSender)
        using (serverReceiver)
        {
            AssertCarries(clientSender, serverReceiver);
            AssertCarries(serverSender, clientReceiver);
        }
    }

    [Fact]
    public void Small_mtu_splits_flights_at_record_borders()
    {
        using var pair = new DtlsPair(mtu: 300);

        pair.Run();

        Assert.True(pair.BothConnected);
        Assert.True(pair.Sent.Count > 6);
        Assert.All(pair.Sent, sent => Assert.InRange(sent.Datagram.Length, 1, 300));
    }

    [Fact]
    public void Lost_flights_are_sent_again_after_50_ms_doubling()
    {
        using var pair = new DtlsPair();
        var times = new List<long>();
        pair.Loses = (fromClient, _) =>
        {
            if (fromClient && times.Count < 6)
                times.Add(pair.Now.Milliseconds);
            return times.Count < 6;
        };

        pair.Run();

        Assert.True(pair.BothConnected);
        Assert.Equal([0, 50, 150, 350, 750, 1550], times);
    }

    [Fact]
    public void A_retransmission_carries_new_record_numbers()
    {
        using var pair = new DtlsPair();
        var numbers = new List<ulong>();
        pair.Loses = (fromClient, datagram) =>
        {
            if (!fromClient)
                return false;
            numbers.Add(BinaryPrimitives.ReadUInt64BigEndian(datagram.AsSpan(3)) & 0xFFFF_FFFF_FFFF);
            return numbers.Count < 4;
        };

        pair.Run();

        Assert.True(pair.BothConnected);
        Assert.Equal(numbers.Count, numbers.Distinct().Count());
    }

    [Theory]
    [InlineData(0.4)]
    [InlineData(0.2)]
    public void Handshakes_survive_heavy_loss(double loss)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            using var pair = new DtlsPair(mtu: 600);
            var random = new Random(seed);
            pair.Loses = (_, _) => random.NextDouble() < loss;

            pair.Run();

            Assert.True(pair.BothConnected, $"seed {seed}: {pair.Client.State} {pair.Server.State}");
        }
    }

    [Fact]
    public void Lost_final_flight_is_repeated_when_the_client_repeats_its_own()
    {
        using var pair = new DtlsPair();
        var lost = 0;
        pair.Loses = (fromClient, _) => !fromClient && pair.Server.State == DtlsState.Connected && lost++ < 3;

        pair.Run();

        Assert.True(pair.BothConnected);
        Assert.True(lost > 3);
    }

    [Fact]
    public void Client_hello_in_two_datagrams_is_reassembled()
    {
        using var pair = new DtlsPair();
        pair.Client.Start(default);
        var (first, second) = SplitHandshakeMessage(pair.Poll(pair.Client));

        pair.Server.Receive(default, first);
        Assert.Empty(pair.Poll(pair.Server));
        pair.Server.Receive(default, second);
        pair.Run();

        Assert.True(pair.BothConnected);
    }

    [Fact]
    public void Wrong_fingerprint_at_the_server_fails_both_with_reasons()
    {
        using var pair = new DtlsPair();
        using var other = DtlsCertificate.Create(DateTimeOffset.UnixEpoch);
        pair.Server.SetPeerFingerprint(other.Fingerprint);

        pair.Run();

        Assert.Equal(DtlsState.Failed, pair.Server.State);
        Assert.Equal(DtlsFailure.FingerprintMismatch, pair.Server.Failure);
        Assert.Equal(DtlsState.Failed, pair.Client.State);
        Assert.Equal(DtlsFailure.RejectedByPeer, pair.Client.Failure);
        Assert.Throws<InvalidOperationException>(() => pair.Server.CreateSrtp(out _, out _));
    }

    [Fact]
    public void Wrong_fingerprint_at_the_client_fails_both_with_reasons()
    {
        using var pair = new DtlsPair();
        pair.Client.SetPeerFingerprint(pair.ClientFingerprint);

        pair.Run();

        Assert.Equal(DtlsFailure.FingerprintMismatch, pair.Client.Failure);
        Assert.Equal(DtlsFailure.RejectedByPeer, pair.Server.Failure);
        Assert.False(pair.Client.State == DtlsState.Connected || pair.Server.State == DtlsState.Connected);
    }

    [Fact]
    public void Silence_fails_the_handshake_after_its_limit()
    {
        using var pair = new DtlsPair { Loses = (_, _) => true };

        pair.Run();

        Assert.Equal(DtlsFailure.HandshakeTimeout, pair.Client.Failure);
        Assert.Equal((long)DtlsEndpoint.HandshakeLimit.TotalMilliseconds, pair.Now.Milliseconds);
    }

    [Fact]
    public void Close_reaches_the_other_side()
    {
        using var pair = new DtlsPair();
        pair.Run();

        pair.Client.Close();
        pair.Run();

        Assert.Equal(DtlsState.Closed, pair.Client.State);
        Assert.Equal(DtlsState.Closed, pair.Server.State);
        Assert.Equal(DtlsFailure.None, pair.Server.Failure);
    }

    [Fact]
    public void One_certificate_serves_several_threads_and_outlives_its_dispose()
    {
        var connected = 0;
        using var client = DtlsCertificate.Create(DateTimeOffset.UnixEpoch);
        using var server = DtlsCertificate.Create(DateTimeOffset.UnixEpoch);
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 4 }, _ =>
        {
            using var pair = new DtlsPair(client, server);
            pair.Run();
            if (pair.BothConnected)
                Interlocked.Increment(ref connected);
        });
        using var last = new DtlsPair(client, server);
        client.Dispose();
        server.Dispose();

        last.Run();

        Assert.Equal(200, connected);
        Assert.True(last.BothConnected);
    }

    [Fact]
    public void Garbage_changes_nothing()
    {
        using var pair = new DtlsPair();
        var random = new Random(1);
        var garbage = new byte[1500];
        for (var i = 0; i < 2_000; i++)
        {
            random.NextBytes(garbage);
            garbage[0] = (byte)random.Next(20, 64);
            pair.Server.Receive(pair.Now, garbage.AsSpan(0, random.Next(1, garbage.Length)));
        }

        pair.Run();
        Assert.True(pair.BothConnected);
        for (var i = 0; i < 2_000; i++)
        {
            random.NextBytes(garbage);
            garbage[0] = (byte)random.Next(20, 64);
            pair.Server.Receive(pair.Now, garbage.AsSpan(0, random.Next(1, garbage.Length)));
        }

        Assert.Equal(DtlsState.Connected, pair.Server.State);
    }

    private static void AssertCarries(SrtpSender sender, SrtpReceiver receiver)
    {
        var packet = new byte[100];
        packet[0] = 0x80;
        packet.AsSpan(12, 60).Fill(7);
        var sent = sender.ProtectRtp(packet, 72);
        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtp(packet.AsSpan(0, sent), out var length));
        Assert.Equal(72, length);
        Assert.All(packet[12..72], b => Assert.Equal(7, b));
    }

    // One record with one handshake message becomes two records with a fragment each (RFC 6347 section 4.2.2).
    private static (byte[] First, byte[] Second) SplitHandshakeMessage(byte[] record)
    {
        const int Headers = 13 + 12;
        var body = record.AsSpan(Headers);
        var half = body.Length / 2;
        return (Fragment(record, body[..half], 0, 0), Fragment(record, body[half..], half, 1));
    }

    private static byte[] Fragment(byte[] record, ReadOnlySpan<byte> part, int offset, byte number)
    {
        byte[] fragment = [.. record.AsSpan(0, 13 + 12), .. part];
        fragment[10] = number;
        BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(11), (ushort)(12 + part.Length));
        fragment[13 + 6] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(13 + 7), (ushort)offset);
        fragment[13 + 9] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(13 + 10), (ushort)part.Length);
        return fragment;
    }
}
