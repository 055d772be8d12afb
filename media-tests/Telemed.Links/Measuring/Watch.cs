using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Links.Measuring;

/// <summary>A page's samples over a while, and what they come to.</summary>
internal sealed class Watch(IReadOnlyList<Sample> samples, IReadOnlyList<PictureGap> gaps, double fromMs, double toMs)
{
    private const double SamplesPerSecond = 48_000;

    public IReadOnlyList<Sample> Samples { get; } = samples;

    public double FromMs => fromMs;

    public double Seconds => (toMs - fromMs) / 1000;

    /// <summary>
    /// Sound that was not the other's, of the time: concealed, or not played at all. What Chromium calls silent concealment
    /// counts too; a clip with pauses has some on a perfect link, which <see cref="Scenario"/> takes off.
    /// </summary>
    public double MissingSoundPercent
    {
        get
        {
            var heard = Samples.Sum(one => one.Audio - one.Concealed);
            return Math.Clamp(100 * (1 - (heard / (Seconds * SamplesPerSecond))), 0, 100);
        }
    }

    /// <summary>Of the sound of everybody whom the page played, what was made up for want of packets.</summary>
    public double ConcealedPercent => 100 * Samples.Sum(one => one.Concealed) / Math.Max(1, Samples.Sum(one => one.Audio));

    public double FramesPerSecond => Samples.Sum(one => one.Frames) / Seconds;

    /// <summary>Half of the samples with frames had at least this height.</summary>
    public int MedianHeight
    {
        get
        {
            var heights = Samples.Where(one => one.Frames > 0).Select(one => one.Height).Order().ToList();
            return heights.Count == 0 ? 0 : heights[heights.Count / 2];
        }
    }

    /// <summary>The longest time without a new picture on the page.</summary>
    public double LongestFreezeMs => gaps.Where(gap => gap.From >= fromMs && gap.From <= toMs).Select(gap => gap.Ms).DefaultIfEmpty(0).Max();

    /// <summary>The longest run of quarters of a second in which nearly all sound was concealed, or none was played.</summary>
    public double LongestSilenceMs
    {
        get
        {
            double longest = 0, run = 0, before = fromMs;
            foreach (var one in Samples)
            {
                var span = one.At - before;
                before = one.At;
                var isSilent = one.Audio - one.Concealed < 0.2 * span * SamplesPerSecond / 1000;
                run = isSilent ? run + span : 0;
                longest = Math.Max(longest, run);
            }

            return longest;
        }
    }

    /// <summary>The least score of the own link that the page showed, 0 to 5.</summary>
    public int LeastScore => Samples.Count == 0 ? 0 : Samples.Min(one => one.Score);

    public double SentKilobitsPerSecond => Samples.Sum(one => one.Sent) * 8 / 1000 / Seconds;

    /// <summary>Reads what a page has seen in a time by its clock, which is this machine's.</summary>
    public static async Task<Watch> ReadAsync(Person person, DateTimeOffset from, DateTimeOffset to)
    {
        var (begin, end) = ((double)from.ToUnixTimeMilliseconds(), (double)to.ToUnixTimeMilliseconds());
        var all = await person.EvaluateAsync<Sample[]>("() => __meter.samples");
        var gaps = await person.EvaluateAsync<PictureGap[]>("""
            () => [...__meter.pictures.gaps, { from: __meter.pictures.lastAt, ms: Date.now() - __meter.pictures.lastAt }]
            """);
        return new([.. all.Where(one => one.At > begin && one.At <= end)], gaps, begin, end);
    }
}

/// <summary>A time without a new picture.</summary>
internal sealed record PictureGap(double From, double Ms);
