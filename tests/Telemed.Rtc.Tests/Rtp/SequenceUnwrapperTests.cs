using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Tests.Rtp;

public sealed class SequenceUnwrapperTests
{
    [Fact]
    public void A_wrap_counts_on()
    {
        var unwrapper = default(SequenceUnwrapper);

        Assert.Equal(65534, unwrapper.Unwrap(65534));
        Assert.Equal(65536, unwrapper.Unwrap(0));
        Assert.Equal(65535, unwrapper.Unwrap(65535));
        Assert.Equal(65537, unwrapper.Unwrap(1));
        Assert.Equal(65537, unwrapper.Highest);
    }

    [Fact]
    public void A_number_from_before_the_first_is_negative()
    {
        var unwrapper = default(SequenceUnwrapper);
        unwrapper.Unwrap(1);

        Assert.Equal(-1, unwrapper.Unwrap(65535));
        Assert.Equal(1, unwrapper.Highest);
    }

    [Fact]
    public void Peeking_changes_nothing()
    {
        var unwrapper = default(SequenceUnwrapper);
        unwrapper.Unwrap(10);

        Assert.Equal(500, unwrapper.Peek(500));
        Assert.Equal(10, unwrapper.Highest);
    }

    [Fact]
    public void A_million_numbers_with_jumps_come_out_as_they_went_in()
    {
        var random = new Random(1);
        var unwrapper = default(SequenceUnwrapper);
        var truth = 5L;
        unwrapper.Unwrap(5);
        for (var step = 0; step < 1_000_000; step++)
        {
            truth += random.Next(0, 30_000);
            Assert.Equal(truth, unwrapper.Unwrap((ushort)truth));
        }
    }
}
