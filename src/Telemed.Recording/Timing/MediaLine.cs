namespace Telemed.Recording.Timing;

/// <summary>
/// From a track's RTP time to its sender's clock: regression over sender reports where there are some, else the RTP clock
/// itself at its nominal rate. In pieces, where the media clock jumped.
/// </summary>
internal sealed class MediaLine
{
    private const int HalfWindow = 10;
    private const double MaximumDrift = 1000e-6;

    private readonly List<(long From, PiecewiseLine Line)> _pieces = [];

    private MediaLine()
    {
    }

    /// <summary>The RTP times at which pieces begin; the first is the lowest number there is.</summary>
    public IEnumerable<long> Starts => _pieces.Select(piece => piece.From);

    /// <summary>The line through reports (in order), cut at the given RTP times.</summary>
    public static MediaLine Through(TrackTiming track, IReadOnlyList<ReportPoint> reports, IReadOnlyList<long> jumps)
    {
        var line = new MediaLine();
        long[] starts = [long.MinValue, .. jumps];
        for (var index = 0; index < starts.Length; index++)
        {
            var end = index + 1 < starts.Length ? starts[index + 1] : long.MaxValue;
            var own = reports.Where(report => report.RtpTime >= starts[index] && report.RtpTime < end).ToList();
            if (own.Count > 0)
            {
                line._pieces.Add((line._pieces.Count == 0 ? long.MinValue : starts[index], Fit(track, own)));
            }
        }

        return line;
    }

    /// <summary>The track's own media clock as its sender's clock, beginning a new piece at each given RTP time.</summary>
    public static MediaLine Nominal(TrackTiming track, IReadOnlyList<long> jumps)
    {
        var line = new MediaLine();
        var origin = track.Arrivals.Count > 0 ? track.Arrivals[0].RtpTime : 0;
        var slope = 1e9 / track.ClockRate;
        foreach (var start in (long[])[long.MinValue, .. jumps])
        {
            line._pieces.Add((start, new(origin, 0, [(0.0, 0.0)], slope, slope)));
        }

        return line;
    }

    /// <summary>The number of the piece that an RTP time falls into.</summary>
    public int PieceOf(long rtpTime) => Math.Max(0, _pieces.FindLastIndex(piece => piece.From <= rtpTime));

    /// <summary>The sender's clock at an RTP time, in nanoseconds.</summary>
    public long At(long rtpTime) => _pieces[PieceOf(rtpTime)].Line.At(rtpTime);

    private static PiecewiseLine Fit(TrackTiming track, List<ReportPoint> reports)
    {
        var nominal = 1e9 / track.ClockRate;
        var origin = reports[0];
        var points = reports
            .Select(report => (X: (double)(report.RtpTime - origin.RtpTime), Y: (double)(report.NtpNs - origin.NtpNs)))
            .ToList();
        var knots = new List<(double X, double Y)>();
        var first = nominal;
        var last = nominal;
        for (var index = 0; index < points.Count; index++)
        {
            if (knots.Count > 0 && points[index].X <= knots[^1].X)
            {
                continue;
            }

            var from = Math.Max(0, index - HalfWindow);
            var to = Math.Min(points.Count, index + HalfWindow + 1);
            var window = points.GetRange(from, to - from);
            var (at, slope) = Regress(window, points[index].X, nominal);
            knots.Add((points[index].X, at));
            first = knots.Count == 1 ? slope : first;
            last = slope;
        }

        return new(origin.RtpTime, origin.NtpNs, knots, first, last);
    }

    /// <summary>Least squares with one rejection beyond three deviations; fewer than four points, or a slope that no
    /// clock has, give the nominal rate.</summary>
    private static (double Value, double Slope) Regress(List<(double X, double Y)> points, double x, double nominal)
    {
        var (mean, slope) = LeastSquares(points, nominal);
        const double Floor = 100_000; // ns
        var deviation = Math.Sqrt(points.Average(point => Square(Residual(point, mean, slope))));
        var bound = Math.Max(3 * deviation, Floor);
        var kept = points.FindAll(point => Math.Abs(Residual(point, mean, slope)) <= bound);
        if (kept.Count < points.Count && kept.Count > 0)
        {
            (mean, slope) = LeastSquares(kept, nominal);
        }

        return (mean.Y + (slope * (x - mean.X)), slope);
    }

    private static ((double X, double Y) Mean, double Slope) LeastSquares(
        List<(double X, double Y)> points, double nominal)
    {
        var meanX = points.Average(point => point.X);
        var meanY = points.Average(point => point.Y);
        var spread = points.Sum(point => Square(point.X - meanX));
        var slope = points.Count < 4 || spread == 0
            ? nominal
            : points.Sum(point => (point.X - meanX) * (point.Y - meanY)) / spread;
        return ((meanX, meanY), Math.Abs((slope / nominal) - 1) > MaximumDrift ? nominal : slope);
    }

    private static double Residual((double X, double Y) point, (double X, double Y) mean, double slope) =>
        point.Y - mean.Y - (slope * (point.X - mean.X));

    private static double Square(double value) => value * value;
}
