using Telemed.Rtc.Srtp;

namespace Telemed.Rtc.Tests.Srtp;

public sealed class RolloverCounterTests
{
    [Theory]
    [InlineData(0x0_0005, 0x0007, 0x0_0007)]
    [InlineData(0x0_FFFF, 0x0000, 0x1_0000)]
    [InlineData(0x0_FFF0, 0x0010, 0x1_0010)]
    [InlineData(0x1_0010, 0xFFF0, 0x0_FFF0)]
    [InlineData(0x1_8000, 0x0000, 0x1_0000)]
    [InlineData(0x1_8001, 0x0000, 0x2_0000)]
    [InlineData(0x0_0005, 0xFFF0, 0x0_FFF0)]
    [InlineData(0x0_8000, 0xFFFF, 0x0_FFFF)]
    [InlineData(0xFFFF_FFFF_FFF0, 0xFFFF, 0xFFFF_FFFF_FFFF)]
    public void Nearest_index_is_found(ulong highest, ushort sequence, ulong expected) =>
        Assert.Equal(expected, RolloverCounter.Nearest(highest, sequence));

    [Fact]
    public void Every_index_within_half_a_round_is_found_again()
    {
        const ulong Highest = 0x3_1234;
        for (var index = Highest - 0x7FFF; index <= Highest + 0x7FFF; index++)
            Assert.Equal(index, RolloverCounter.Nearest(Highest, (ushort)index));
    }
}
