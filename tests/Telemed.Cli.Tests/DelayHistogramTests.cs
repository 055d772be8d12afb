using Telemed.Cli.Load;

namespace Telemed.Cli.Tests;

public sealed class DelayHistogramTests
{
    [Fact]
    public void A_percentile_is_at_most_three_percent_too_high_and_never_too_low()
    {
        var histogram = new DelayHistogram();
        for (var value = 1L; value <= 1_000_000; value += 7)
        {
            histogram.Add(value);
        }

        foreach (var share in (double[])[0.01, 0.5, 0.9, 0.99, 0.999])
        {
            var exact = share * 1_000_000;
            Assert.InRange(histogram.Percentile(share), (long)(exact * 0.999), (long)(exact * 1.035));
        }

        Assert.Equal(histogram.Longest, histogram.Percentile(1));
    }

    [Fact]
    public void Small_values_are_exact_and_the_longest_counts_whole()
    {
        var histogram = new DelayHistogram();
        histogram.Add(5);
        histogram.Add(5);
        histogram.Add(long.MaxValue / 2);

        Assert.Equal(5, histogram.Percentile(0.5));
        Assert.Equal(long.MaxValue / 2, histogram.Longest);
        Assert.Equal(3, histogram.Count);
    }

    [Fact]
    public void Joined_histograms_count_what_both_counted()
    {
        var (one, other) = (new DelayHistogram(), new DelayHistogram());
        one.Add(10);
        other.Add(20);
        one.Add(other);

        Assert.Equal((2, 20), (one.Count, one.Longest));
        other.Clear();
        Assert.Equal((0, 0), (other.Count, other.Percentile(0.5)));
    }
}
