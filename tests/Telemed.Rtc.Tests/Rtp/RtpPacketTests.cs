using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Tests.Rtp;

public sealed class RtpPacketTests
{
    // V=2, X, CC=2; marker, PT 96; seq 0x1234; one-byte extensions id 1 = AA, padding byte, id 2 = BB CC; payload 3, padding 2.
    private static readonly byte[] Full =
    [
        0xB2, 0xE0, 0x12, 0x34, 0x01, 0x02, 0x03, 0x04, 0xDE, 0xAD, 0xBE, 0xEF,
        0, 0, 0, 1, 0, 0, 0, 2,
        0xBE, 0xDE, 0x00, 0x02, 0x10, 0xAA, 0x00, 0x21, 0xBB, 0xCC, 0x00, 0x00,
        7, 8, 9, 0, 2,
    ];

    [Fact]
    public void Every_field_is_read_from_its_place()
    {
        Assert.True(RtpPacket.TryParse(Full, out var packet));

        Assert.True(packet.Marker);
        Assert.Equal(96, packet.PayloadType);
        Assert.Equal(0x1234, packet.SequenceNumber);
        Assert.Equal(0x01020304u, packet.Timestamp);
        Assert.Equal(new Ssrc(0xDEADBEEF), packet.Ssrc);
        Assert.Equal("deadbeef", packet.Ssrc.ToString());
        Assert.Equal(2, packet.CsrcCount);
        Assert.Equal(32, packet.HeaderLength);
        Assert.Equal(0xBEDE, packet.ExtensionProfile);
        Assert.Equal(2, packet.PaddingLength);
        Assert.Equal([7, 8, 9], packet.Payload.ToArray());
    }

    [Fact]
    public void One_byte_elements_are_found_and_padding_between_them_skipped()
    {
        Assert.True(RtpPacket.TryParse(Full, out var packet));

        Assert.True(packet.TryGetExtension(1, out var first));
        Assert.Equal([0xAA], first.ToArray());
        Assert.True(packet.TryGetExtension(2, out var second));
        Assert.Equal([0xBB, 0xCC], second.ToArray());
        Assert.False(packet.TryGetExtension(3, out _));
    }

    [Fact]
    public void Two_byte_elements_are_found_also_the_empty_one()
    {
        byte[] bytes =
        [
            0x90, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1,
            0x10, 0x00, 0x00, 0x02, 0x14, 0x00, 0x15, 0x03, 1, 2, 3, 0x00,
        ];

        Assert.True(RtpPacket.TryParse(bytes, out var packet));

        Assert.True(packet.TryGetExtension(0x14, out var empty));
        Assert.True(empty.IsEmpty);
        Assert.True(packet.TryGetExtension(0x15, out var value));
        Assert.Equal([1, 2, 3], value.ToArray());
    }

    [Fact]
    public void Id_15_ends_the_one_byte_form()
    {
        byte[] bytes =
        [
            0x90, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1,
            0xBE, 0xDE, 0x00, 0x01, 0xF0, 0x00, 0x10, 0xAA,
        ];

        Assert.True(RtpPacket.TryParse(bytes, out var packet));

        Assert.False(packet.TryGetExtension(1, out _));
    }

    [Fact]
    public void An_element_longer_than_its_block_is_not_yielded()
    {
        byte[] bytes =
        [
            0x90, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1,
            0xBE, 0xDE, 0x00, 0x01, 0x1F, 0x00, 0x10, 0xAA,
        ];

        Assert.True(RtpPacket.TryParse(bytes, out var packet));

        Assert.False(packet.TryGetExtension(1, out _));
    }

    [Fact]
    public void A_foreign_profile_has_no_elements()
    {
        byte[] bytes = [0x90, 0x00, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0xAB, 0xCD, 0x00, 0x01, 0x10, 0xAA, 0, 0];

        Assert.True(RtpPacket.TryParse(bytes, out var packet));

        Assert.False(packet.TryGetExtension(1, out _));
        Assert.Equal(4, packet.ExtensionData.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(255)]
    public void Impossible_padding_is_refused(byte padding)
    {
        var bytes = Full.ToArray();
        bytes[^1] = padding;

        Assert.False(RtpPacket.TryParse(bytes, out _));
    }

    [Fact]
    public void Padding_may_fill_the_whole_payload()
    {
        var bytes = Full.ToArray();
        bytes[^1] = 5;

        Assert.True(RtpPacket.TryParse(bytes, out var packet));

        Assert.True(packet.Payload.IsEmpty);
    }

    [Fact]
    public void Every_truncation_is_refused_or_stays_within_bounds()
    {
        for (var length = 0; length < Full.Length; length++)
        {
            var cut = Full.AsSpan(0, length);

            if (length < 32)
            {
                Assert.False(RtpPacket.TryParse(cut, out _));
                Assert.False(RtpHeader.TryMeasure(cut, out _));
            }
            else if (RtpPacket.TryParse(cut, out var packet))
            {
                Assert.True(packet.HeaderLength + packet.PaddingLength <= length);
            }
        }
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x40)]
    [InlineData(0xC0)]
    public void Another_version_is_refused(byte first)
    {
        var bytes = Full.ToArray();
        bytes[0] = (byte)((bytes[0] & 0x3F) | first);

        Assert.False(RtpPacket.TryParse(bytes, out _));
    }

    [Fact]
    public void Setters_change_their_field_only()
    {
        var bytes = Full.ToArray();

        RtpHeader.SetPayloadType(bytes, 111);
        RtpHeader.SetMarker(bytes, false);
        RtpHeader.SetSequenceNumber(bytes, 0xFFFF);
        RtpHeader.SetTimestamp(bytes, 0xCAFEBABE);
        RtpHeader.SetSsrc(bytes, new(0x01020304));

        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        Assert.False(packet.Marker);
        Assert.Equal(111, packet.PayloadType);
        Assert.Equal(0xFFFF, packet.SequenceNumber);
        Assert.Equal(0xCAFEBABE, packet.Timestamp);
        Assert.Equal(new Ssrc(0x01020304), packet.Ssrc);
        Assert.Equal(Full[12..], bytes[12..]);
        Assert.Equal(Full[0], bytes[0]);
    }

    [Fact]
    public void An_extension_is_overwritten_in_place_only_at_equal_length()
    {
        var bytes = Full.ToArray();

        Assert.True(RtpExtensionBlock.TryOverwrite(bytes, 2, [0x11, 0x22]));
        Assert.False(RtpExtensionBlock.TryOverwrite(bytes, 2, [0x33]));
        Assert.False(RtpExtensionBlock.TryOverwrite(bytes, 9, [0x33]));

        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        Assert.True(packet.TryGetExtension(2, out var value));
        Assert.Equal([0x11, 0x22], value.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_the_writer_writes_the_reader_reads(bool twoByte)
    {
        Span<byte> buffer = stackalloc byte[100];
        var writer = new RtpPacketWriter(buffer, true, 96, 7, 90_000, new(42), twoByte);

        Assert.True(writer.TryAddExtension(3, [0x12, 0x34]));
        Assert.True(writer.TryAddExtension(14, "abc"u8));
        var length = writer.Finish("payload"u8);

        Assert.Equal(0, (length - 7) % 4);
        Assert.True(RtpPacket.TryParse(buffer[..length], out var packet));
        Assert.True(packet.Marker);
        Assert.Equal(7, packet.SequenceNumber);
        Assert.True(packet.TryGetExtension(3, out var number));
        Assert.Equal([0x12, 0x34], number.ToArray());
        Assert.True(packet.TryGetExtension(14, out var text));
        Assert.Equal("abc"u8, text);
        Assert.Equal("payload"u8, packet.Payload);
    }

    [Fact]
    public void The_writer_refuses_what_does_not_fit()
    {
        Span<byte> buffer = stackalloc byte[24];
        var writer = new RtpPacketWriter(buffer, false, 0, 0, 0, default);

        Assert.False(writer.TryAddExtension(0, [1]));
        Assert.False(writer.TryAddExtension(15, [1]));
        Assert.False(writer.TryAddExtension(1, []));
        Assert.False(writer.TryAddExtension(1, new byte[17]));
        Assert.False(writer.TryAddExtension(1, new byte[8]));
        Assert.Equal(12, writer.Length);
        Assert.Equal(0, writer.Finish(new byte[13]));
    }

    [Fact]
    public void A_padding_probe_has_no_payload()
    {
        Span<byte> buffer = stackalloc byte[300];
        var writer = new RtpPacketWriter(buffer, false, 97, 1, 2, new(3));
        Assert.True(writer.TryAddExtension(3, [0, 1]));

        var length = writer.FinishWithPadding(200);

        Assert.True(RtpPacket.TryParse(buffer[..length], out var packet));
        Assert.True(packet.Payload.IsEmpty);
        Assert.Equal(200, packet.PaddingLength);
    }

    [Fact]
    public void Known_extensions_are_read_in_one_pass_by_their_negotiated_ids()
    {
        var map = default(RtpHeaderExtensionMap)
            .With(RtpHeaderExtensionUris.Mid, 4)
            .With(RtpHeaderExtensionUris.Rid, 10)
            .With(RtpHeaderExtensionUris.RepairedRid, 11)
            .With(RtpHeaderExtensionUris.TransportSequenceNumber, 3)
            .With(RtpHeaderExtensionUris.AbsoluteSendTime, 2)
            .With(RtpHeaderExtensionUris.AudioLevel, 1)
            .With("urn:3gpp:video-orientation", 13);
        Span<byte> buffer = stackalloc byte[100];
        var writer = new RtpPacketWriter(buffer, false, 96, 0, 0, default);
        Assert.True(writer.TryAddExtension(13, [1]));
        Assert.True(writer.TryAddExtension(4, "5"u8));
        Assert.True(writer.TryAddExtension(10, "h"u8));
        Assert.True(writer.TryAddExtension(11, "m"u8));
        Assert.True(writer.TryAddExtension(3, [0xAB, 0xCD]));
        Assert.True(writer.TryAddExtension(2, [1, 2, 3]));
        Assert.True(writer.TryAddExtension(1, [0x80 | 30]));
        var length = writer.Finish(default);
        Assert.True(RtpPacket.TryParse(buffer[..length], out var packet));

        var values = new RtpHeaderExtensions(packet, map);

        Assert.Equal("5"u8, values.Mid);
        Assert.Equal("h"u8, values.Rid);
        Assert.Equal("m"u8, values.RepairedRid);
        Assert.Equal((ushort)0xABCD, values.TransportSequenceNumber);
        Assert.Equal(0x010203u, values.AbsoluteSendTime);
        Assert.Equal(30, values.AudioLevel?.DecibelsBelowOverload);
        Assert.True(values.AudioLevel?.Voice);
    }

    [Fact]
    public void An_extension_that_was_not_negotiated_is_not_read()
    {
        Span<byte> buffer = stackalloc byte[100];
        var writer = new RtpPacketWriter(buffer, false, 96, 0, 0, default);
        Assert.True(writer.TryAddExtension(3, [0xAB, 0xCD]));
        var length = writer.Finish(default);
        Assert.True(RtpPacket.TryParse(buffer[..length], out var packet));

        var values = new RtpHeaderExtensions(packet, default);

        Assert.Null(values.TransportSequenceNumber);
        Assert.Null(values.AudioLevel);
        Assert.True(values.Mid.IsEmpty);
    }

    [Fact]
    public void The_map_answers_both_ways()
    {
        var map = default(RtpHeaderExtensionMap).With(RtpHeaderExtensionUris.Mid, 4);

        Assert.Equal(4, map.IdOf(RtpHeaderExtensionUris.Mid));
        Assert.Equal(0, map.IdOf(RtpHeaderExtensionUris.Rid));
        Assert.Equal(RtpHeaderExtensionUris.Mid, map.UriOf(4));
        Assert.Null(map.UriOf(0));
        Assert.Null(map.UriOf(5));
    }

    [Fact]
    public void Reading_and_rewriting_a_packet_allocates_nothing()
    {
        var bytes = Full.ToArray();
        var map = new RtpHeaderExtensionMap { AudioLevel = 1, TransportSequenceNumber = 2 };
        Rewrite(bytes, map);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            Rewrite(bytes, map);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Rewrite(byte[] bytes, RtpHeaderExtensionMap map)
    {
        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        var values = new RtpHeaderExtensions(packet, map);
        RtpHeader.SetSequenceNumber(bytes, (ushort)(packet.SequenceNumber + values.TransportSequenceNumber ?? 0));
        RtpExtensionBlock.TryOverwrite(bytes, 2, [1, 2]);
    }
}
