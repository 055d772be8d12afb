namespace Telemed.Recording.Timing;

/// <summary>
/// Cleans the sender reports of one sender's tracks: outliers are dropped, steps of the wall clock taken out, and places
/// found where a media clock stood still while time went on.
/// </summary>
/// <remarks>
/// Three clocks must agree from one report to the next: the sender's wall clock, the track's media clock, and our
/// arrival clock (which the network shakes). Where wall and media clock part, arrival tells which of them jumped.
/// </remarks>
internal sealed class SenderReports
{
    private const double ToleranceNs = 60e6;
    private const double ToleranceRate = 500e-6;

    private readonly Dictionary<TrackTiming, List<ReportPoint>> _clean = [];
    private readonly Dictionary<TrackTiming, List<long>> _mediaJumps = [];
    private readonly List<ClockStep> _steps = [];

    /// <summary>Cleans the reports of all tracks of one sender.</summary>
    public SenderReports(IReadOnlyList<TrackTiming> tracks)
    {
        foreach (var track in tracks)
        {
            _clean[track] = [];
            _mediaJumps[track] = [];
            Scan(track);
        }

        foreach (var (track, reports) in _clean)
        {
            for (var index = 0; index < reports.Count; index++)
            {
                var report = reports[index];
                var stepped = _steps.Where(step => step.IsBefore(track, report.ReceivedNs)).Sum(step => step.SizeNs);
                reports[index] = report with { NtpNs = report.NtpNs - stepped };
            }
        }
    }

    /// <summary>Steps of the sender's wall clock.</summary>
    public IReadOnlyList<ClockStep> Steps => _steps;

    /// <summary>A track's reports without outliers, on a wall clock without steps.</summary>
    public IReadOnlyList<ReportPoint> Of(TrackTiming track) => _clean[track];

    /// <summary>The RTP times at which a track's media clock jumped against time, ascending.</summary>
    public IReadOnlyList<long> MediaJumps(TrackTiming track) => _mediaJumps[track];

    private void Scan(TrackTiming track)
    {
        var reports = track.Reports;
        var good = _clean[track];
        for (var index = 0; index < reports.Count; index++)
        {
            var report = reports[index];
            if (good.Count == 0)
            {
                if (index + 2 < reports.Count && FirstIsOutlier(track, index))
                {
                    continue;
                }

                good.Add(report);
                continue;
            }

            var before = good[^1];
            var jump = Jump(track, before, report);
            if (Agrees(track, before, report))
            {
                good.Add(report);
                continue;
            }

            // A jump stays; an outlier is gone with the next report.
            if (index + 1 >= reports.Count || Math.Abs(Jump(track, before, reports[index + 1]) - jump) > ToleranceNs)
            {
                continue;
            }

            good.Add(report);
            Note(track, before, report, jump);
        }
    }

    private static bool FirstIsOutlier(TrackTiming track, int index) =>
        !Agrees(track, track.Reports[index], track.Reports[index + 1])
        && !Agrees(track, track.Reports[index], track.Reports[index + 2])
        && Agrees(track, track.Reports[index + 1], track.Reports[index + 2]);

    private static bool Agrees(TrackTiming track, ReportPoint before, ReportPoint after) =>
        Math.Abs(Jump(track, before, after))
            <= ToleranceNs + (ToleranceRate * Math.Abs(track.ToNs(after.RtpTime - before.RtpTime)));

    /// <summary>How much further the wall clock went than the media clock, in nanoseconds.</summary>
    private static double Jump(TrackTiming track, ReportPoint before, ReportPoint after) =>
        after.NtpNs - before.NtpNs - track.ToNs(after.RtpTime - before.RtpTime);

    private void Note(TrackTiming track, ReportPoint before, ReportPoint after, double jump)
    {
        var arrival = after.ReceivedNs - before.ReceivedNs;
        var mediaOff = Math.Abs(arrival - track.ToNs(after.RtpTime - before.RtpTime));
        var wallOff = Math.Abs(arrival - (double)(after.NtpNs - before.NtpNs));
        if (mediaOff >= wallOff)
        {
            _mediaJumps[track].Add(JumpPlace(track, before, after));
            return;
        }

        var size = (long)jump;
        if (!_steps.Exists(step => step.TryJoin(track, before.ReceivedNs, after.ReceivedNs, size)))
        {
            _steps.Add(new(track, before.ReceivedNs, after.ReceivedNs, size));
        }
    }

    /// <summary>The media clock stood still where nothing arrived for longest.</summary>
    private static long JumpPlace(TrackTiming track, ReportPoint before, ReportPoint after)
    {
        var longest = track.Breaks
            .Where(gap => gap.AfterNs > before.ReceivedNs && gap.BeforeNs < after.ReceivedNs)
            .OrderByDescending(gap => gap.LengthNs)
            .FirstOrDefault();
        return longest == default ? (before.RtpTime + after.RtpTime) / 2 : longest.RtpAfter;
    }
}
