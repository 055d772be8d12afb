using System.Globalization;
using Telemed.Browser.Tests.Fixtures;
using Telemed.Links.Box;

namespace Telemed.Links.Measuring;

/// <summary>What passed a link, second by second: artifacts/bench/links-NAME.csv, to see how a figure came about.</summary>
internal static class LinkSeries
{
    /// <summary>Writes kilobits a second and the longest wait of each half second.</summary>
    /// <param name="name">The row's name.</param>
    /// <param name="passed">The packets.</param>
    /// <param name="fromMs">The moment that is second 0, on the box's clock.</param>
    public static void Write(string name, IReadOnlyList<Passage> passed, double fromMs)
    {
        var lines = passed
            .GroupBy(one => Math.Floor((one.AtMs - fromMs) / 500) / 2)
            .OrderBy(half => half.Key)
            .Select(half => string.Create(
                CultureInfo.InvariantCulture,
                $"{half.Key:0.0},{half.Sum(one => one.Bytes) * 8 / 500.0:0},{half.Max(one => one.DelayMs):0}"));
        File.WriteAllLines(Path.Combine(Repository.Artifacts("bench"), $"links-{name}.csv"), ["second,kbit/s,longest wait ms", .. lines]);
    }
}
