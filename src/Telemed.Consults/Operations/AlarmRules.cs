namespace Telemed.Consults.Operations;

/// <summary>Which alarms stand. Pure: a row for each condition, and what raises one is a little worse than what keeps it.</summary>
public static class AlarmRules
{
    /// <summary>A node that said nothing of its machine for so long says nothing that counts.</summary>
    public static readonly TimeSpan HealthCounts = TimeSpan.FromMinutes(2);

    /// <summary>A recording that failed longer ago is history and no alarm.</summary>
    public static readonly TimeSpan FailedCounts = TimeSpan.FromHours(24);

    /// <summary>A file should be made by then.</summary>
    public static readonly TimeSpan FinishWithin = TimeSpan.FromHours(6);

    private const int BadScore = 2;
    private const int SkewMs = 500;
    private const int SkewClearsMs = 300;
    private const int DiskClearsBelow = 2;
    private static readonly int[] DiskMarks = [70, 85, 95];

    /// <summary>The conditions that hold.</summary>
    public static IReadOnlyList<AlarmCondition> Evaluate(Observed seen) =>
    [
        .. Sites(seen),
        .. Nodes(seen),
        .. Disks(seen),
        .. Clocks(seen),
        .. Recordings(seen),
        .. Queue(seen),
    ];

    private static IEnumerable<AlarmCondition> Sites(Observed seen)
    {
        var fresh = seen.Sites.Where(one => seen.Now - one.SeenAt <= SiteStates.Fresh);
        foreach (var site in fresh.GroupBy(one => one.Site))
        {
            var score = site.Min(one => one.Worst.Score);
            if (score == 0)
            {
                yield return new(AlarmKind.SiteUnreachable, site.Key.Value, AlarmSeverity.Critical, 0);
            }
            else if (score < BadScore || (score == BadScore && Stands(seen, AlarmKind.SiteBad, site.Key.Value)))
            {
                yield return new(AlarmKind.SiteBad, site.Key.Value, AlarmSeverity.Warning, score);
            }
        }
    }

    private static IEnumerable<AlarmCondition> Nodes(Observed seen) => seen.Nodes
        .Where(one => !one.IsAlive)
        .Select(one => new AlarmCondition(AlarmKind.NodeLost, one.Node.Name, AlarmSeverity.Critical, one.Node.Participants));

    private static IEnumerable<AlarmCondition> Disks(Observed seen)
    {
        foreach (var node in Heard(seen))
        {
            var standing = seen.Open.FirstOrDefault(one => one.Kind == AlarmKind.DiskFilling && one.Subject == node.Node);
            var counted = node.PercentFull + (standing is null ? 0 : DiskClearsBelow);
            if (counted >= DiskMarks[0])
            {
                var severity = node.PercentFull >= DiskMarks[2] ? AlarmSeverity.Critical
                    : node.PercentFull >= DiskMarks[1] ? AlarmSeverity.Warning : AlarmSeverity.Notice;
                yield return new(AlarmKind.DiskFilling, node.Node, severity, node.PercentFull);
            }
        }
    }

    private static IEnumerable<AlarmCondition> Clocks(Observed seen) => Heard(seen)
        .Where(one => Math.Abs((long)one.ClockSkewMs)
            >= (Stands(seen, AlarmKind.ClockSkew, one.Node) ? SkewClearsMs : SkewMs))
        .Select(one => new AlarmCondition(AlarmKind.ClockSkew, one.Node, AlarmSeverity.Warning, one.ClockSkewMs));

    private static IEnumerable<AlarmCondition> Recordings(Observed seen)
    {
        foreach (var one in seen.Recordings)
        {
            var age = seen.Now - one.RequestedAt;
            if (one.Status == RecordingStatus.Failed && age <= FailedCounts)
            {
                yield return new(AlarmKind.RecordingFailed, one.Recording.Value, AlarmSeverity.Critical, 0);
            }
            else if (one.Status == RecordingStatus.Finalizing && age > FinishWithin)
            {
                yield return new(
                    AlarmKind.RecordingUnfinished, one.Recording.Value, AlarmSeverity.Warning, (int)age.TotalMinutes);
            }
        }
    }

    private static IEnumerable<AlarmCondition> Queue(Observed seen)
    {
        foreach (var urgency in seen.Waiting.GroupBy(one => one.Urgency))
        {
            var waited = seen.Now - urgency.Min(one => one.Oldest);
            if (waited > LongestWait(urgency.Key))
            {
                var name = $"{urgency.Key}".ToLowerInvariant();
                var severity = urgency.Key == Urgency.Ordinary ? AlarmSeverity.Notice : AlarmSeverity.Critical;
                yield return new(AlarmKind.QueueLong, name, severity, (int)Math.Min(waited.TotalMinutes, int.MaxValue));
            }
        }
    }

    /// <summary>The ladder's three hops with its group for an emergency; the times to reply for the others.</summary>
    private static TimeSpan LongestWait(Urgency urgency) => urgency switch
    {
        Urgency.Emergency => TimeSpan.FromMinutes(3),
        Urgency.Urgent => TimeSpan.FromMinutes(10),
        _ => TimeSpan.FromHours(24),
    };

    private static IEnumerable<NodeHealth> Heard(Observed seen) =>
        seen.Health.Where(one => seen.Now - one.SeenAt <= HealthCounts);

    private static bool Stands(Observed seen, AlarmKind kind, string subject) =>
        seen.Open.Any(one => one.Kind == kind && one.Subject == subject);
}
