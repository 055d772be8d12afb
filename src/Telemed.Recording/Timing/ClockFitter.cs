namespace Telemed.Recording.Timing;

/// <summary>Finds the clocks of all tracks of one sender within one epoch.</summary>
internal static class ClockFitter
{
    private const long ImplausibleDelayNs = 1_500_000_000;
    private const long JumpNs = 400_000_000;
    private const long LookNs = 4_000_000_000;

    /// <summary>A clock per track that has packets.</summary>
    public static Dictionary<TrackTiming, TrackClock> Fit(IReadOnlyList<TrackTiming> tracks)
    {
        var clocks = new Dictionary<TrackTiming, TrackClock>();
        var reports = new SenderReports(tracks);
        var lines = tracks
            .Where(track => track.Arrivals.Count > 0 && reports.Of(track).Count > 0)
            .ToDictionary(track => track, track => MediaLine.Through(track, reports.Of(track), reports.MediaJumps(track)));
        if (lines.Count > 0)
        {
            var toLocal = DelayEnvelope.Fit([.. lines.SelectMany(
                entry => entry.Key.Arrivals.Select(point => (entry.Value.At(point.RtpTime), point.ReceivedNs)))]);
            foreach (var (track, line) in lines)
            {
                var clock = new TrackClock(line, [.. line.Starts.Select(_ => toLocal)], usesReports: true);
                if (MedianDelay(track, clock) < ImplausibleDelayNs)
                {
                    clocks[track] = clock;
                }
            }
        }

        foreach (var track in tracks)
        {
            if (track.Arrivals.Count > 0 && !clocks.ContainsKey(track))
            {
                clocks[track] = ByArrival(track);
            }
        }

        return clocks;
    }

    private static long MedianDelay(TrackTiming track, TrackClock clock)
    {
        var delays = track.Arrivals.Select(point => point.ReceivedNs - clock.ToLocal(point.RtpTime)).Order().ToList();
        return delays[delays.Count / 2];
    }

    /// <summary>Without (credible) reports the RTP clock itself is tied to arrivals, anew wherever it jumped.</summary>
    private static TrackClock ByArrival(TrackTiming track)
    {
        var line = MediaLine.Nominal(track, Jumps(track));
        var toLocal = track.Arrivals
            .GroupBy(point => line.PieceOf(point.RtpTime))
            .ToDictionary(
                group => group.Key,
                group => DelayEnvelope.Fit([.. group.Select(point => (line.At(point.RtpTime), point.ReceivedNs))]));
        var pieces = new List<PiecewiseLine>();
        foreach (var index in Enumerable.Range(0, line.Starts.Count()))
        {
            pieces.Add(toLocal.TryGetValue(index, out var own) ? own : pieces.LastOrDefault() ?? toLocal.First().Value);
        }

        return new(line, pieces, usesReports: false);
    }

    /// <summary>Where the least delay of some seconds differs from that of the seconds before by more than networks
    /// do, the sender's media clock stood still or was set.</summary>
    private static List<long> Jumps(TrackTiming track)
    {
        var jumps = new List<long>();
        var points = track.Arrivals;
        var start = 0;
        for (var index = 1; index < points.Count; index++)
        {
            var before = Least(track, points, Math.Max(start, FirstSince(points, index, -LookNs)), index);
            var after = Least(track, points, index, FirstSince(points, index, LookNs));
            if (Math.Abs(after - before) > JumpNs && Math.Abs(Delay(track, points[index]) - before) > JumpNs)
            {
                jumps.Add(Place(track, points[index - 1], points[index]));
                start = index;
            }
        }

        jumps.Sort();
        return jumps;
    }

    private static int FirstSince(IReadOnlyList<ArrivalPoint> points, int index, long spanNs)
    {
        var bound = points[index].ReceivedNs + spanNs;
        var at = index;
        while (spanNs < 0 && at > 0 && points[at - 1].ReceivedNs >= bound)
        {
            at--;
        }

        while (spanNs > 0 && at < points.Count && points[at].ReceivedNs <= bound)
        {
            at++;
        }

        return at;
    }

    private static double Least(TrackTiming track, IReadOnlyList<ArrivalPoint> points, int from, int to)
    {
        var least = double.MaxValue;
        for (var index = Math.Min(from, to - 1); index < to; index++)
        {
            least = Math.Min(least, Delay(track, points[index]));
        }

        return least;
    }

    private static double Delay(TrackTiming track, ArrivalPoint point) =>
        point.ReceivedNs - track.Arrivals[0].ReceivedNs - track.ToNs(point.RtpTime - track.Arrivals[0].RtpTime);

    private static long Place(TrackTiming track, ArrivalPoint before, ArrivalPoint after)
    {
        var longest = track.Breaks
            .Where(gap => gap.AfterNs >= before.ReceivedNs && gap.BeforeNs <= after.ReceivedNs)
            .OrderByDescending(gap => gap.LengthNs)
            .FirstOrDefault();
        return longest == default ? after.RtpTime : longest.RtpAfter;
    }
}
