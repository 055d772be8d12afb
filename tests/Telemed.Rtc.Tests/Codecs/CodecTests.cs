using Telemed.Rtc.Codecs;

namespace Telemed.Rtc.Tests.Codecs;

public sealed class CodecTests
{
    // X, S, PID 0; I, L, T, K; picture id 0x1234 in 15 bits; TL0 0x56; TID 2, Y, KEYIDX 5; then a key frame of 640 × 480.
    private static readonly byte[] Vp8 =
    [
        0x90, 0xF0, 0x92, 0x34, 0x56, 0xA5,
        0x10, 0x00, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0xE0, 0x01,
    ];

    [Fact]
    public void A_full_VP8_descriptor_is_read()
    {
        Assert.True(Vp8PayloadDescriptor.TryParse(Vp8, out var descriptor));

        Assert.Equal(6, descriptor.Length);
        Assert.True(descriptor.StartsFrame);
        Assert.False(descriptor.IsDiscardable);
        Assert.True(descriptor.HasWidePictureId);
        Assert.Equal(0x1234, descriptor.PictureId);
        Assert.Equal(0x56, descriptor.Tl0PictureIndex);
        Assert.Equal(2, descriptor.TemporalLayer);
        Assert.True(descriptor.IsLayerSync);
    }

    [Fact]
    public void A_one_byte_VP8_descriptor_is_read()
    {
        Assert.True(Vp8PayloadDescriptor.TryParse([0x01, 0xFF], out var descriptor));

        Assert.Equal(1, descriptor.Length);
        Assert.False(descriptor.StartsPartition);
        Assert.Equal(1, descriptor.PartitionId);
        Assert.False(descriptor.HasPictureId);
        Assert.False(descriptor.HasTl0PictureIndex);
        Assert.False(descriptor.HasTemporalLayer);
        Assert.Equal(0, descriptor.TemporalLayer);
    }

    [Fact]
    public void A_seven_bit_picture_id_is_read_and_rewritten_in_its_width()
    {
        byte[] payload = [0x90, 0x80, 0x7F, 0x00];
        Assert.True(Vp8PayloadDescriptor.TryParse(payload, out var descriptor));
        Assert.Equal(0x7F, descriptor.PictureId);
        Assert.Equal(3, descriptor.Length);

        descriptor.SetPictureId(payload, 0x1FF);

        Assert.Equal([0x90, 0x80, 0x7F, 0x00], payload);
    }

    [Fact]
    public void Picture_id_and_TL0_index_are_rewritten_in_place_and_nothing_else()
    {
        var payload = Vp8.ToArray();
        Assert.True(Vp8PayloadDescriptor.TryParse(payload, out var descriptor));

        descriptor.SetPictureId(payload, 0x7FFF);
        descriptor.SetTl0PictureIndex(payload, 0xEE);

        byte[] expected = [0x90, 0xF0, 0xFF, 0xFF, 0xEE, 0xA5, .. Vp8[6..]];
        Assert.Equal(expected, payload);
    }

    [Fact]
    public void Rewriting_absent_fields_changes_nothing()
    {
        byte[] payload = [0x10, 0x01, 0x02];
        Assert.True(Vp8PayloadDescriptor.TryParse(payload, out var descriptor));

        descriptor.SetPictureId(payload, 5);
        descriptor.SetTl0PictureIndex(payload, 5);

        Assert.Equal([0x10, 0x01, 0x02], payload);
    }

    [Fact]
    public void A_truncated_VP8_descriptor_is_refused()
    {
        for (var length = 0; length < 6; length++)
        {
            Assert.False(Vp8PayloadDescriptor.TryParse(Vp8.AsSpan(0, length), out _));
            Assert.False(Vp8Payload.IsKeyFrameStart(Vp8.AsSpan(0, length)));
        }
    }

    [Fact]
    public void A_VP8_key_frame_and_its_size_are_seen()
    {
        Assert.True(Vp8Payload.IsKeyFrameStart(Vp8));
        Assert.True(Vp8Payload.TryGetSize(Vp8.AsSpan(6), out var width, out var height));
        Assert.Equal((640, 480), (width, height));
        Assert.False(Vp8Payload.TryGetSize(Vp8.AsSpan(6, 9), out _, out _));
    }

    [Theory]
    [InlineData(0, 0x80)] // not the start of a partition
    [InlineData(0, 0x91)] // a later partition
    [InlineData(6, 0x11)] // an interframe
    public void Other_VP8_packets_are_no_key_frame_start(int place, byte value)
    {
        var payload = Vp8.ToArray();
        payload[place] = value;

        Assert.False(Vp8Payload.IsKeyFrameStart(payload));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(96)]
    [InlineData(97)]
    [InlineData(5000)]
    public void A_VP8_frame_is_cut_into_even_payloads_that_join_to_the_frame(int length)
    {
        var frame = new byte[length];
        new Random(length).NextBytes(frame);
        var packetizer = new Vp8Packetizer(100, 0x7FFF);
        var payloads = packetizer.Packetize(frame);
        var buffer = new byte[100];
        var joined = new List<byte>();
        var sizes = new List<int>();
        var isLast = false;
        while (payloads.TryWrite(buffer, out var written, out isLast))
        {
            Assert.True(Vp8PayloadDescriptor.TryParse(buffer.AsSpan(0, written), out var descriptor));
            Assert.Equal(sizes.Count == 0, descriptor.StartsFrame);
            Assert.Equal(0x7FFF, descriptor.PictureId);
            joined.AddRange(buffer[descriptor.Length..written]);
            sizes.Add(written);
            Assert.Equal(joined.Count == length, isLast);
        }

        Assert.Equal(frame, joined);
        Assert.True(sizes.Max() - sizes.Min() <= 1);
        Assert.Equal((length + 95) / 96, sizes.Count);
        Assert.True(packetizer.Packetize(frame).TryWrite(buffer, out _, out _));
        Assert.True(Vp8PayloadDescriptor.TryParse(buffer, out var next));
        Assert.Equal(0, next.PictureId);
    }

    [Fact]
    public void A_VP8_payload_that_finds_no_room_is_not_lost()
    {
        var payloads = new Vp8Packetizer(100).Packetize(new byte[50]);

        Assert.False(payloads.TryWrite(new byte[53], out _, out _));
        Assert.True(payloads.TryWrite(new byte[54], out var length, out var isLast));
        Assert.Equal((54, true), (length, isLast));
    }

    [Theory]
    [InlineData(new byte[] { 0x65, 1 }, H264NalUnits.IdrSlice, true)]
    [InlineData(new byte[] { 0x67, 1 }, H264NalUnits.SequenceParameterSet, true)]
    [InlineData(new byte[] { 0x41, 1 }, H264NalUnits.Slice, false)]
    [InlineData(new byte[] { 0x06, 1 }, H264NalUnits.Other, false)]
    [InlineData(new byte[] { 0x7C, 0x85 }, H264NalUnits.IdrSlice, true)]
    [InlineData(new byte[] { 0x7C, 0x05 }, H264NalUnits.None, false)]
    [InlineData(new byte[] { 0x7C, 0x81 }, H264NalUnits.Slice, false)]
    [InlineData(new byte[] { 0x7C }, H264NalUnits.None, false)]
    [InlineData(new byte[] { 0x78, 0, 2, 0x67, 1, 0, 1, 0x68 }, H264NalUnits.SequenceParameterSet | H264NalUnits.PictureParameterSet, true)]
    [InlineData(new byte[] { 0x78, 0, 2, 0x68, 1, 0, 9, 0x67 }, H264NalUnits.PictureParameterSet, false)]
    [InlineData(new byte[] { 0x78, 0, 0, 0x67 }, H264NalUnits.None, false)]
    [InlineData(new byte[] { }, H264NalUnits.None, false)]
    public void H264_key_frames_are_seen_in_each_packing(byte[] payload, H264NalUnits units, bool isKeyFrame)
    {
        Assert.Equal(units, H264Payload.Inspect(payload));
        Assert.Equal(isKeyFrame, H264Payload.IsKeyFrameStart(payload));
    }

    [Theory]
    [InlineData(0, 480)] // SILK 10 ms
    [InlineData(3, 2880)] // SILK 60 ms
    [InlineData(12, 480)] // hybrid 10 ms
    [InlineData(13, 960)]
    [InlineData(14, 480)]
    [InlineData(16, 120)] // CELT 2.5 ms
    [InlineData(31, 960)] // CELT 20 ms
    public void An_Opus_frame_lasts_as_long_as_table_2_says(int config, int samples)
    {
        Assert.True(OpusPacket.TryGetDuration([(byte)(config << 3), 0], out var one));
        Assert.Equal(samples, one);
        Assert.True(OpusPacket.TryGetDuration([(byte)((config << 3) | 1), 0], out var two));
        Assert.Equal(samples * 2, two);
    }

    [Fact]
    public void Opus_counts_frames_in_the_second_byte_up_to_120_ms()
    {
        Assert.True(OpusPacket.TryGetDuration([0x1B, 2], out var samples));
        Assert.Equal(5760, samples);
        Assert.False(OpusPacket.TryGetDuration([0x1B, 3], out _));
        Assert.False(OpusPacket.TryGetDuration([0x1B, 0], out _));
        Assert.False(OpusPacket.TryGetDuration([0x1B], out _));
        Assert.False(OpusPacket.TryGetDuration([], out _));
    }

    [Fact]
    public void The_Opus_silence_frame_lasts_20_ms_and_is_no_discontinuous_packet()
    {
        Assert.True(OpusPacket.TryGetDuration(OpusPacket.SilenceFrame, out var samples));
        Assert.Equal(960, samples);
        Assert.False(OpusPacket.IsDiscontinuous(OpusPacket.SilenceFrame));
        Assert.True(OpusPacket.IsDiscontinuous([0x08]));
        Assert.True(OpusPacket.IsStereo([0x0C]));
        Assert.False(OpusPacket.IsStereo([0x08]));
    }

    [Fact]
    public void Opus_timestamps_run_on_and_the_marker_shows_a_new_talk_spurt()
    {
        var packetizer = new OpusPacketizer(uint.MaxValue - 959);

        packetizer.Stamp(OpusPacket.SilenceFrame, out var first, out var firstMarker);
        packetizer.Stamp(OpusPacket.SilenceFrame, out var second, out var secondMarker);
        packetizer.Skip(4800);
        packetizer.Stamp(OpusPacket.SilenceFrame, out var third, out var thirdMarker);

        Assert.Equal((uint.MaxValue - 959, 0u, 5760u), (first, second, third));
        Assert.Equal((true, false, true), (firstMarker, secondMarker, thirdMarker));
    }
}
