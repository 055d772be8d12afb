using Telemed.Rtc.Srtp;

namespace Telemed.Rtc.Tests.Srtp;

/// <summary>Our SRTP against libsrtp2: the same bytes out, and each takes what the other made.</summary>
public sealed class SrtpOracleTests
{
    private const int Packets = 5_000;

    public static TheoryData<SrtpProfile> Profiles => [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmSha1Tag80];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Rtp_is_bit_identical_through_rollovers(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, seed: 1);
        using var ours = keys.Sender();
        using var oracle = keys.OracleSender();
        var packets = new RandomPackets(2);
        var walk = new SequenceWalk(3, maximalStep: 300);

        for (var i = 0; i < Packets; i++)
        {
            var (ssrc, sequence) = walk.Next();
            var mine = packets.Rtp(ssrc, sequence, out var length);
            var theirs = (byte[])mine.Clone();

            var myLength = ours.ProtectRtp(mine, length);
            var theirLength = oracle.ProtectRtp(theirs, length);

            Assert.Equal(theirLength, myLength);
            Assert.True(mine.AsSpan(0, myLength).SequenceEqual(theirs.AsSpan(0, theirLength)), $"packet {i}");
        }

        Assert.True(walk.Rollovers >= 6);
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Rtp_of_the_oracle_is_opened(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, seed: 4);
        using var ours = keys.Receiver();
        using var oracle = keys.OracleSender();
        var packets = new RandomPackets(5);
        var walk = new SequenceWalk(6, maximalStep: 300);

        for (var i = 0; i < Packets; i++)
        {
            var (ssrc, sequence) = walk.Next();
            var packet = packets.Rtp(ssrc, sequence, out var length);
            var plain = packet.AsSpan(0, length).ToArray();
            var protectedLength = oracle.ProtectRtp(packet, length);

            Assert.Equal(SrtpVerdict.Accepted, ours.UnprotectRtp(packet.AsSpan(0, protectedLength), out var opened));
            Assert.Equal(plain, packet[..opened]);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void The_oracle_opens_our_rtp(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, seed: 7);
        using var ours = keys.Sender();
        using var oracle = keys.OracleReceiver();
        var packets = new RandomPackets(8);
        var walk = new SequenceWalk(9, maximalStep: 300);

        for (var i = 0; i < Packets; i++)
        {
            var (ssrc, sequence) = walk.Next();
            var packet = packets.Rtp(ssrc, sequence, out var length);
            var plain = packet.AsSpan(0, length).ToArray();
            var opened = ours.ProtectRtp(packet, length);

            Assert.Equal(LibSrtp.Ok, oracle.UnprotectRtp(packet, ref opened));
            Assert.Equal(plain, packet[..opened]);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Rtcp_is_bit_identical(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, seed: 10);
        using var ours = keys.Sender();
        using var oracle = keys.OracleSender();
        var packets = new RandomPackets(11);
        ours.ProtectRtcp(packets.Rtcp(1, out var first), first); // the oracle begins at index 1

        for (var i = 0; i < Packets; i++)
        {
            var mine = packets.Rtcp(0xCAFE_0001, out var length);
            var theirs = (byte[])mine.Clone();

            var myLength = ours.ProtectRtcp(mine, length);
            var theirLength = oracle.ProtectRtcp(theirs, length);

            Assert.Equal(theirLength, myLength);
            Assert.True(mine.AsSpan(0, myLength).SequenceEqual(theirs.AsSpan(0, theirLength)), $"packet {i}");
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Rtcp_crosses_both_ways(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, seed: 12);
        using var ourSender = keys.Sender();
        using var ourReceiver = keys.Receiver();
        using var theirSender = keys.OracleSender();
        using var theirReceiver = keys.OracleReceiver();
        var packets = new RandomPackets(13);

        for (var i = 0; i < Packets; i++)
        {
            var ssrc = 0xCAFE_0000 + (uint)(i % 5);
            var packet = packets.Rtcp(ssrc, out var length);
            var plain = packet.AsSpan(0, length).ToArray();
            var fromUs = (byte[])packet.Clone();
            var ourLength = ourSender.ProtectRtcp(fromUs, length);
            var theirLength = theirSender.ProtectRtcp(packet, length);

            Assert.Equal(LibSrtp.Ok, theirReceiver.UnprotectRtcp(fromUs, ref ourLength));
            Assert.Equal(plain, fromUs[..ourLength]);
            Assert.Equal(
                SrtpVerdict.Accepted, ourReceiver.UnprotectRtcp(packet.AsSpan(0, theirLength), out var opened));
            Assert.Equal(plain, packet[..opened]);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Both_refuse_the_same_replays_in_a_shuffled_stream(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, seed: 14);
        using var sender = keys.Sender();
        using var ours = keys.Receiver();
        using var oracle = keys.OracleReceiver();
        var packets = new RandomPackets(15);
        var random = new Random(16);
        var sent = new List<(byte[] Packet, int Length)>();
        for (var i = 0; i < 3_000; i++)
        {
            var packet = packets.Rtp(42, (ushort)(30_000 + i), out var length);
            sent.Add((packet, sender.ProtectRtp(packet, length)));
        }

        var refused = 0;
        for (var i = 0; i < 6_000; i++)
        {
            var (packet, length) = sent[Math.Clamp((i / 2) + random.Next(-1_500, 20), 0, sent.Count - 1)];
            var mine = (byte[])packet.Clone();
            var theirs = (byte[])packet.Clone();
            var theirLength = length;

            var verdict = ours.UnprotectRtp(mine.AsSpan(0, length), out _);
            var status = oracle.UnprotectRtp(theirs, ref theirLength);

            var replayed = status is LibSrtp.ReplayFailed or LibSrtp.ReplayOld;
            refused += replayed ? 1 : 0;
            Assert.Equal(replayed ? SrtpVerdict.Replayed : SrtpVerdict.Accepted, verdict);
        }

        Assert.InRange(refused, 500, 5_500);
    }
}
