using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Tests.Rtp;

public sealed class RtpClockMappingTests
{
    private static readonly NtpTime Start = NtpTime.FromUtc(new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(90_000, 1000)]
    [InlineData(-90_000, -1000)]
    [InlineData(45, 0.5)]
    public void Media_time_becomes_wall_time(int ticks, double milliseconds)
    {
        var mapping = new RtpClockMapping(Start, 0xFFFF_FF00, 90_000);

        var mapped = mapping.ToNtp(0xFFFF_FF00 + (uint)ticks);

        Assert.Equal(milliseconds, (mapped.ToUtc() - Start.ToUtc()).TotalMilliseconds, 3);
    }

    [Fact]
    public void Wall_time_becomes_the_same_media_time_again()
    {
        var mapping = new RtpClockMapping(Start, 0xFFFF_FF00, 48_000);
        var random = new Random(3);
        for (var round = 0; round < 1000; round++)
        {
            var rtp = 0xFFFF_FF00 + (uint)random.Next(-50_000_000, 50_000_000);

            Assert.Equal(rtp, mapping.ToRtp(mapping.ToNtp(rtp)));
        }
    }

    [Fact]
    public void Spans_and_ticks_convert()
    {
        Assert.Equal(960, RtpClockMapping.Ticks(TimeSpan.FromMilliseconds(20), 48_000));
        Assert.Equal(TimeSpan.FromMilliseconds(20), RtpClockMapping.Duration(960, 48_000));
    }
}
