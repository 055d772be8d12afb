namespace Telemed.Recording.Timing;

/// <summary>
/// A function from one clock to another, linear between its knots and beyond its ends. Values are kept relative to an
/// origin, because nanoseconds since 1900 do not fit a double exactly.
/// </summary>
internal sealed class PiecewiseLine
{
    private readonly long _x0;
    private readonly long _y0;
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double _slopeBefore;
    private readonly double _slopeAfter;

    /// <summary>A function through knots that ascend strictly in x; at least one.</summary>
    public PiecewiseLine(
        long x0, long y0, IReadOnlyList<(double X, double Y)> knots, double slopeBefore, double slopeAfter)
    {
        _x0 = x0;
        _y0 = y0;
        _x = [.. knots.Select(knot => knot.X)];
        _y = [.. knots.Select(knot => knot.Y)];
        _slopeBefore = slopeBefore;
        _slopeAfter = slopeAfter;
    }

    /// <summary>The function's value at <paramref name="x"/>.</summary>
    public long At(long x)
    {
        var at = (double)(x - _x0);
        if (at <= _x[0])
        {
            return _y0 + (long)Math.Round(_y[0] + ((at - _x[0]) * _slopeBefore));
        }

        if (at >= _x[^1])
        {
            return _y0 + (long)Math.Round(_y[^1] + ((at - _x[^1]) * _slopeAfter));
        }

        var right = Array.BinarySearch(_x, at);
        right = right < 0 ? ~right : Math.Max(right, 1);
        var share = (at - _x[right - 1]) / (_x[right] - _x[right - 1]);
        return _y0 + (long)Math.Round(_y[right - 1] + (share * (_y[right] - _y[right - 1])));
    }
}
