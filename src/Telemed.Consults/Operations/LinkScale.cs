namespace Telemed.Consults.Operations;

/// <summary>The steps into which one measure of a link is sorted, so that months of it are a few numbers.</summary>
/// <param name="Edges">The upper edge of each step, ascending; what is beyond the last counts in the last.</param>
public sealed record LinkScale(ImmutableArray<int> Edges)
{
    /// <summary>Loss in thousandths.</summary>
    public static readonly LinkScale Loss = new([5, 10, 20, 30, 50, 100, 200, 1000]);

    /// <summary>The round trip in milliseconds.</summary>
    public static readonly LinkScale Trip = new([50, 100, 150, 200, 300, 500, 1000, 2000]);

    /// <summary>Jitter in milliseconds.</summary>
    public static readonly LinkScale Jitter = new([5, 10, 20, 30, 50, 100, 200, 500]);

    /// <summary>The score itself.</summary>
    public static readonly LinkScale Score = new([0, 1, 2, 3, 4, 5]);

    /// <summary>The step of a value.</summary>
    public int StepOf(double value)
    {
        for (var step = 0; step < Edges.Length - 1; step++)
        {
            if (value <= Edges[step])
            {
                return step;
            }
        }

        return Edges.Length - 1;
    }

    /// <summary>The edge that a share of all that was counted does not exceed; null when nothing was counted.</summary>
    /// <param name="counts">How many there were in each step.</param>
    /// <param name="share">The share, above 0 and at most 1.</param>
    public int? Quantile(IReadOnlyList<int> counts, double share)
    {
        var wanted = counts.Sum(one => (long)one) * share;
        var sofar = 0L;
        for (var step = 0; step < counts.Count; step++)
        {
            sofar += counts[step];
            if (sofar > 0 && sofar >= wanted)
            {
                return Edges[step];
            }
        }

        return null;
    }
}
