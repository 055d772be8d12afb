namespace Telemed.Recording.Timing;

/// <summary>
/// From a sender's clock to ours: nothing arrives before it was sent, so the least delayed packets show how the two
/// clocks lie to each other. The lower envelope over a sliding window follows drift, and is never above an arrival.
/// </summary>
internal static class DelayEnvelope
{
    private const long CellNs = 1_000_000_000;
    private const int HalfWindow = 30;
    private const double MaximumDrift = 1000e-6;
    private const long DriftSpanNs = 20 * CellNs;

    /// <summary>The line from sender's clock to receiver's clock through points of (sent, received) in nanoseconds.</summary>
    public static PiecewiseLine Fit(List<(long Sent, long Received)> points)
    {
        points.Sort();
        var origin = points[0];
        var delays = points
            .Select(point => (
                X: (double)(point.Sent - origin.Sent),
                Y: (double)(point.Received - origin.Received - (point.Sent - origin.Sent))))
            .ToList();
        var slope = Slope(delays);
        var floor = Floor(delays, slope);
        var knots = floor.Select(cell => (cell.X, Y: cell.X + cell.Y + (slope * cell.X))).ToList();
        return new(origin.Sent, origin.Received, knots, 1 + slope, 1 + slope);
    }

    /// <summary>How fast the clocks drift apart: the lower convex hull's edge below the middle of the points.</summary>
    private static double Slope(List<(double X, double Y)> points)
    {
        if (points[^1].X - points[0].X < DriftSpanNs)
        {
            return 0;
        }

        var hull = new List<(double X, double Y)>();
        foreach (var point in points)
        {
            while (hull.Count >= 2 && Turn(hull[^2], hull[^1], point) <= 0)
            {
                hull.RemoveAt(hull.Count - 1);
            }

            hull.Add(point);
        }

        var middle = points[points.Count / 2].X;
        for (var index = 1; index < hull.Count; index++)
        {
            if (hull[index].X >= middle && hull[index].X > hull[index - 1].X)
            {
                var slope = (hull[index].Y - hull[index - 1].Y) / (hull[index].X - hull[index - 1].X);
                return Math.Clamp(slope, -MaximumDrift, MaximumDrift);
            }
        }

        return 0;
    }

    private static double Turn((double X, double Y) a, (double X, double Y) b, (double X, double Y) c) =>
        ((b.X - a.X) * (c.Y - a.Y)) - ((b.Y - a.Y) * (c.X - a.X));

    /// <summary>The least delay around each second, smoothed without rising above any point near it.</summary>
    private static List<(double X, double Y)> Floor(List<(double X, double Y)> points, double slope)
    {
        var cells = (int)((points[^1].X - points[0].X) / CellNs) + 1;
        var least = new double[cells];
        Array.Fill(least, double.MaxValue);
        foreach (var (x, y) in points)
        {
            var cell = (int)((x - points[0].X) / CellNs);
            least[cell] = Math.Min(least[cell], y - (slope * x));
        }

        var lowest = Windowed(least, window => window.Where(value => value < double.MaxValue).DefaultIfEmpty(double.MaxValue).Min());
        Fill(lowest);
        var smooth = Windowed(lowest, window => window.Average());
        return [.. smooth.Select((value, cell) => (points[0].X + ((double)cell * CellNs), value))];
    }

    private static double[] Windowed(double[] values, Func<ArraySegment<double>, double> fold)
    {
        var folded = new double[values.Length];
        for (var index = 0; index < values.Length; index++)
        {
            var from = Math.Max(0, index - HalfWindow);
            var to = Math.Min(values.Length, index + HalfWindow + 1);
            folded[index] = fold(new(values, from, to - from));
        }

        return folded;
    }

    /// <summary>Windows without any packet take the value before them; the first cell always has one.</summary>
    private static void Fill(double[] values)
    {
        for (var index = 1; index < values.Length; index++)
        {
            values[index] = values[index] == double.MaxValue ? values[index - 1] : values[index];
        }
    }
}
