using Telemed.Rtc.Srtp;

namespace Telemed.Rtc.Tests.Srtp;

public sealed class ReplayWindowTests
{
    [Fact]
    public void Window_agrees_with_a_plain_set_over_random_walks()
    {
        var random = new Random(1);
        var window = default(ReplayWindow);
        window.Start(5_000);
        var seen = new HashSet<ulong> { 5_000 };
        var highest = 5_000UL;
        for (var i = 0; i < 200_000; i++)
        {
            var step = random.Next(100) switch
            {
                0 => random.Next(0, 3_000),
                < 20 => random.Next(-1_500, 1),
                _ => random.Next(-5, 6),
            };
            var index = (ulong)Math.Max(0, (long)highest + step);
            var expected = index > highest || (highest - index < ReplayWindow.Size && !seen.Contains(index));

            Assert.Equal(expected, window.IsNew(index));
            if (!expected)
                continue;
            Assert.Equal(index > highest, window.Accept(index));
            seen.Add(index);
            highest = Math.Max(highest, index);
            Assert.Equal(highest, window.Highest);
        }
    }

    [Fact]
    public void Index_before_a_first_small_one_is_new()
    {
        var window = default(ReplayWindow);
        window.Start(3);

        Assert.True(window.IsNew(0));
        Assert.False(window.IsNew(3));
    }
}
