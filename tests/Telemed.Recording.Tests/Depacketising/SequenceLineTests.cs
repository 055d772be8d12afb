using Telemed.Recording.Depacketising;

namespace Telemed.Recording.Tests.Depacketising;

public sealed class SequenceLineTests
{
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(100)]
    [InlineData(32_769)]
    [InlineData(50_000)]
    [InlineData(65_535)]
    public void After_a_long_silence_the_numbers_go_on_upwards_however_many_were_left_out(int hole)
    {
        var line = new SequenceLine();
        Assert.Equal(1000, line.Extend(1000, Second));

        for (var i = 0; i < 70_000; i++)
        {
            var extended = line.Extend((ushort)(1000 + hole + i), (60 * Second) + (i * 1_000_000L));
            Assert.Equal(1000 + hole + i, extended);
        }
    }

    [Fact]
    public void Two_long_silences_are_both_stepped_over()
    {
        var line = new SequenceLine();
        line.Extend(0, 0);

        Assert.Equal(40_000, line.Extend(40_000, 60 * Second));
        Assert.Equal(100_000, line.Extend(100_000 & 0xFFFF, 120 * Second));
        Assert.Equal(100_001, line.Extend(100_001 & 0xFFFF, (120 * Second) + 1));
    }

    [Fact]
    public void A_late_packet_keeps_its_place()
    {
        var line = new SequenceLine();
        line.Extend(65_535, 0);
        Assert.Equal(65_537, line.Extend(1, 1));

        Assert.Equal(65_536, line.Extend(0, Second));
        Assert.Equal(65_538, line.Extend(2, Second));
    }
}
