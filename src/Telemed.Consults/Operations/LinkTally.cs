namespace Telemed.Consults.Operations;

/// <summary>How often each step was measured, and the sums for the mean. Tallies add up exactly. One thread at a time.</summary>
/// <param name="scale">The steps.</param>
public sealed class LinkTally(LinkScale scale)
{
    private readonly int[] _counts = new int[scale.Edges.Length];

    /// <summary>How many there were in each step.</summary>
    public IReadOnlyList<int> Counts => _counts;

    /// <summary>The sum of all values, each rounded.</summary>
    public long Sum { get; private set; }

    /// <summary>How many values.</summary>
    public long Number => _counts.Sum(one => (long)one);

    /// <summary>The mean; null when there is no value.</summary>
    public double? Mean => Number == 0 ? null : Math.Round((double)Sum / Number, 1);

    /// <summary>Counts a value.</summary>
    public void Add(double value)
    {
        _counts[scale.StepOf(value)]++;
        Sum += (long)Math.Round(Math.Clamp(value, 0, scale.Edges[^1]));
    }

    /// <summary>Adds what was counted elsewhere.</summary>
    /// <param name="counts">The steps; as many as there are here.</param>
    /// <param name="sum">The sum of the values.</param>
    public void Add(IReadOnlyList<int> counts, long sum)
    {
        for (var step = 0; step < _counts.Length; step++)
        {
            _counts[step] += counts[step];
        }

        Sum += sum;
    }

    /// <summary>The edge that a share of the values does not exceed; null when there is no value.</summary>
    public int? Quantile(double share) => scale.Quantile(_counts, share);
}
