using System.Buffers.Binary;
using Telemed.Rtc.Srtp;

namespace Telemed.Rtc.Tests.Srtp;

public sealed unsafe class SrtpSessionTests
{
    public static TheoryData<SrtpProfile> Profiles => [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmSha1Tag80];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Late_first_packet_of_the_second_round_is_opened(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, 1);
        using var sender = keys.Sender();
        using var receiver = keys.Receiver();
        var packets = new RandomPackets(2);
        foreach (var sequence in new ushort[] { 65_533, 65_534, 65_535, 0 })
            sender.ProtectRtp(packets.Rtp(9, sequence, out var lost), lost);

        for (ushort sequence = 1; sequence < 50; sequence++)
        {
            var packet = packets.Rtp(9, sequence, out var length);
            var plain = packet.AsSpan(0, length).ToArray();
            var sent = sender.ProtectRtp(packet, length);
            Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtp(packet.AsSpan(0, sent), out var opened));
            Assert.Equal(plain, packet[..opened]);
        }
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_packet_of_the_first_round_that_comes_after_the_wrap_is_opened(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, 3);
        using var sender = keys.Sender();
        using var receiver = keys.Receiver();
        var packets = new RandomPackets(4);
        var sent = new List<byte[]>();
        for (var i = 0; i < 20; i++)
        {
            var packet = packets.Rtp(9, (ushort)(65_526 + i), out var length);
            sent.Add(packet[..sender.ProtectRtp(packet, length)]);
        }

        foreach (var i in new[] { 12, 5, 19, 0, 9, 10 })
            Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtp(sent[i].ToArray(), out _));
        Assert.Equal(SrtpVerdict.Replayed, receiver.UnprotectRtp(sent[5].ToArray(), out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_flipped_bit_is_found_and_leaves_no_trace(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, 5);
        using var sender = keys.Sender();
        using var receiver = keys.Receiver();
        var packet = new RandomPackets(6).Rtp(77, 500, out var length);
        var sent = packet[..sender.ProtectRtp(packet, length)];

        for (var bit = 0; bit < sent.Length * 8; bit++)
        {
            var forged = (byte[])sent.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            var verdict = receiver.UnprotectRtp(forged, out var opened);
            Assert.True(verdict is SrtpVerdict.Forged or SrtpVerdict.Malformed, $"bit {bit}: {verdict}");
            Assert.Equal(0, opened);
        }

        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtp((byte[])sent.Clone(), out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_truncation_is_refused(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, 7);
        using var sender = keys.Sender();
        using var receiver = keys.Receiver();
        var packets = new RandomPackets(8);
        var rtp = packets.Rtp(77, 500, out var length);
        var rtpSent = rtp[..sender.ProtectRtp(rtp, length)];
        var rtcp = packets.Rtcp(77, out length);
        var rtcpSent = rtcp[..sender.ProtectRtcp(rtcp, length)];

        for (var cut = 0; cut < rtpSent.Length; cut++)
            Assert.NotEqual(SrtpVerdict.Accepted, receiver.UnprotectRtp(rtpSent.AsSpan(0, cut).ToArray(), out _));
        for (var cut = 0; cut < rtcpSent.Length; cut++)
            Assert.NotEqual(SrtpVerdict.Accepted, receiver.UnprotectRtcp(rtcpSent.AsSpan(0, cut).ToArray(), out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Replayed_rtcp_is_refused(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, 9);
        using var sender = keys.Sender();
        using var receiver = keys.Receiver();
        var rtcp = new RandomPackets(10).Rtcp(77, out var length);
        var sent = rtcp[..sender.ProtectRtcp(rtcp, length)];

        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtcp((byte[])sent.Clone(), out _));
        Assert.Equal(SrtpVerdict.Replayed, receiver.UnprotectRtcp((byte[])sent.Clone(), out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Late_and_repeated_sends_are_allowed_and_equal(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, 11);
        using var sender = keys.Sender();
        using var receiver = keys.Receiver();
        var packets = new RandomPackets(12);
        var first = packets.Rtp(5, 1_000, out var firstLength);
        var again = (byte[])first.Clone();
        var skipped = packets.Rtp(5, 1_001, out var skippedLength);
        var last = packets.Rtp(5, 1_900, out var lastLength);

        var sentFirst = first[..sender.ProtectRtp(first, firstLength)];
        var sentLast = last[..sender.ProtectRtp(last, lastLength)];
        var sentAgain = again[..sender.ProtectRtp(again, firstLength)];
        var sentSkipped = skipped[..sender.ProtectRtp(skipped, skippedLength)];

        Assert.Equal(sentFirst, sentAgain);
        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtp(sentLast, out _));
        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtp(sentSkipped, out _));
        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtp(sentAgain, out _));
        Assert.Equal(SrtpVerdict.Replayed, receiver.UnprotectRtp(sentFirst, out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void A_peer_with_too_many_sources_is_bounded(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, 13);
        using var receiver = keys.Receiver();
        using var sender = keys.Sender();
        using var secondSender = keys.Sender();
        var packets = new RandomPackets(14);
        for (uint ssrc = 0; ssrc < SsrcTable<int>.Capacity; ssrc++)
        {
            var packet = packets.Rtp(ssrc, 1, out var length);
            var sent = sender.ProtectRtp(packet, length);
            Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtp(packet.AsSpan(0, sent), out _));
        }

        var one = packets.Rtp(1_000_000, 1, out var oneLength);
        Assert.Equal(0, sender.ProtectRtp((byte[])one.Clone(), oneLength));
        var oneSent = secondSender.ProtectRtp(one, oneLength);
        Assert.Equal(SrtpVerdict.TooManySources, receiver.UnprotectRtp(one.AsSpan(0, oneSent), out _));
    }

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Known_sources_cost_no_managed_byte(SrtpProfile profile)
    {
        var keys = new SrtpKeys(profile, 15);
        using var sender = keys.Sender();
        using var receiver = keys.Receiver();
        var packets = new RandomPackets(16);
        var rtp = packets.Rtp(3, 0, out var rtpLength);
        var rtcp = packets.Rtcp(3, out var rtcpLength);
        var work = new byte[2_048];
        var accepted = Exchange(sender, receiver, rtp, rtpLength, rtcp, rtcpLength, work, 0, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        accepted += Exchange(sender, receiver, rtp, rtpLength, rtcp, rtcpLength, work, 100, 20_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(2 * 20_000, accepted);
    }

    [Fact]
    public void Wrong_key_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new SrtpSender(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[14]));
        Assert.Throws<ArgumentException>(
            () => new SrtpReceiver(SrtpProfile.Aes128CmSha1Tag80, new byte[15], new byte[14]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SrtpSender(SrtpProfile.None, [], []));
    }

    [Fact]
    public void No_room_for_the_tag_is_the_callers_fault()
    {
        using var sender = new SrtpKeys(SrtpProfile.AeadAes128Gcm, 17).Sender();
        var packet = new byte[12 + 15];
        packet[0] = 0x80;
        Assert.Throws<ArgumentException>(() => sender.ProtectRtp(packet, 12));
    }

    private static int Exchange(
        SrtpSender sender,
        SrtpReceiver receiver,
        byte[] rtp,
        int rtpLength,
        byte[] rtcp,
        int rtcpLength,
        byte[] work,
        int from,
        int to)
    {
        var accepted = 0;
        fixed (byte* packet = work)
        {
            for (var i = from; i < to; i++)
            {
                rtp.CopyTo(work, 0);
                BinaryPrimitives.WriteUInt16BigEndian(work.AsSpan(2), (ushort)i);
                var length = sender.ProtectRtp(packet, rtpLength);
                accepted += receiver.UnprotectRtp(packet, length, out _) == SrtpVerdict.Accepted ? 1 : 0;
                rtcp.CopyTo(work, 0);
                length = sender.ProtectRtcp(packet, rtcpLength);
                accepted += receiver.UnprotectRtcp(packet, length, out _) == SrtpVerdict.Accepted ? 1 : 0;
            }
        }

        return accepted;
    }
}
