using Telemed.Rtc.Rtcp;

namespace Telemed.Rtc.Tests.Rtcp;

public sealed class TransportFeedbackTests
{
    [Fact]
    public void All_three_forms_of_chunk_are_read_from_hand_computed_bytes()
    {
        // base 65534, 16 statuses, reference 3 (768 ticks), count 9.
        // run of 2 × symbol 1; one-bit vector 10 1 0 1 0…: 14 symbols, of which 1st and 3rd received.
        byte[] bytes =
        [
            0x8F, 205, 0, 6,
            0, 0, 0, 1, 0, 0, 0, 2,
            0xFF, 0xFE, 0, 16, 0, 0, 3, 9,
            0x20, 0x02, 0xA8, 0x00,
            4, 8, 12, 16,
        ];

        var entries = Read(bytes, out var feedback);

        Assert.Equal(65534, feedback.Base);
        Assert.Equal(9, feedback.Count);
        Assert.Equal(16, entries.Count);
        Assert.Equal(new(65534, true, 772), entries[0]);
        Assert.Equal(new(65535, true, 780), entries[1]);
        Assert.Equal(new(0, true, 792), entries[2]);
        Assert.Equal(new(1, false, 0), entries[3]);
        Assert.Equal(new(2, true, 808), entries[4]);
        Assert.All(entries.Skip(5), entry => Assert.False(entry.Received));
    }

    [Fact]
    public void A_two_bit_vector_with_a_negative_delta_is_read()
    {
        // 3 statuses in 11 01 10 00 …: small, large, lost; large delta -2.
        byte[] bytes =
        [
            0xAF, 205, 0, 6,
            0, 0, 0, 1, 0, 0, 0, 2,
            0, 10, 0, 3, 0, 0, 1, 0,
            0xD8, 0x00, 5, 0xFF, 0xFE, 0, 0, 3,
        ];

        var entries = Read(bytes, out _);

        Assert.Equal(new(10, true, 261), entries[0]);
        Assert.Equal(new(11, true, 259), entries[1]);
        Assert.Equal(new(12, false, 0), entries[2]);
    }

    [Fact]
    public void A_negative_reference_time_is_signed()
    {
        byte[] bytes = [0x8F, 205, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0, 0x20, 0x01, 1, 0];

        Assert.Equal(-255, Read(bytes, out _)[0].ArrivalTicks);
    }

    [Theory]
    [InlineData("deltas missing", new byte[] { 0x20, 0x05, 1, 2 })]
    [InlineData("reserved symbol in a run", new byte[] { 0x60, 0x01, 1, 2 })]
    [InlineData("reserved symbol in a vector", new byte[] { 0xF0, 0x00, 1, 2 })]
    [InlineData("run of none", new byte[] { 0x20, 0x00, 0x00, 0x00 })]
    public void Statuses_that_do_not_add_up_are_refused(string why, byte[] content)
    {
        byte[] bytes = [0x8F, 205, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 1, 0, .. content];
        Assert.True(RtcpPacket.TryParse(bytes, out var packet));

        Assert.False(TransportFeedback.TryParse(packet, out _), why);
    }

    [Fact]
    public void A_count_of_none_is_refused()
    {
        byte[] bytes = [0x8F, 205, 0, 4, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0];
        Assert.True(RtcpPacket.TryParse(bytes, out var packet));

        Assert.False(TransportFeedback.TryParse(packet, out _));
    }

    private static List<TransportFeedbackEntry> Read(byte[] bytes, out (ushort Base, byte Count) head)
    {
        Assert.True(RtcpPacket.TryParse(bytes, out var packet));
        Assert.True(TransportFeedback.TryParse(packet, out var feedback));
        head = (feedback.BaseSequenceNumber, feedback.FeedbackCount);
        var entries = new List<TransportFeedbackEntry>();
        foreach (var entry in feedback)
        {
            entries.Add(entry);
        }

        return entries;
    }
}
