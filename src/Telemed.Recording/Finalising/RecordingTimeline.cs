namespace Telemed.Recording.Finalising;

/// <summary>
/// The time line that a viewer sees: it begins at 0 with the first epoch, runs through the epochs, leaves pauses out, and
/// shows the time between two epochs at its true length, but never longer than <see cref="LongestGapNs"/>.
/// </summary>
internal sealed class RecordingTimeline
{
    /// <summary>The longest stretch of nothing that a viewer has to sit through: 30 s.</summary>
    public const long LongestGapNs = 30_000_000_000;

    private readonly List<(EpochSpan Span, long BaseNs)> _epochs = [];

    /// <summary>A time line through epochs in order; at least one.</summary>
    public RecordingTimeline(IEnumerable<EpochSpan> epochs)
    {
        foreach (var span in epochs)
        {
            var gap = _epochs.Count == 0 ? 0 : AwayNs(_epochs[^1].Span, span);
            _epochs.Add((span, DurationNs + Math.Min(gap, LongestGapNs)));
            DurationNs = _epochs[^1].BaseNs + Played(span, span.EndNs);
        }
    }

    /// <summary>The time line's length.</summary>
    public long DurationNs { get; }

    /// <summary>The epochs in order.</summary>
    public IEnumerable<EpochSpan> Epochs => _epochs.Select(epoch => epoch.Span);

    /// <summary>Where an instant of an epoch lies on the time line; instants outside of it, and in a pause, give the
    /// nearest place.</summary>
    public long Map(int epoch, long ns)
    {
        var (span, start) = Find(epoch);
        return start + Played(span, ns);
    }

    /// <summary>Whether an instant lies in a pause or outside its epoch.</summary>
    public bool IsCut(int epoch, long ns)
    {
        var (span, _) = Find(epoch);
        return ns < span.StartNs || ns > span.EndNs || span.Pauses.Any(pause => ns >= pause.FromNs && ns < pause.ToNs);
    }

    /// <summary>Whether a pause begins between two instants of an epoch.</summary>
    public bool PausedBetween(int epoch, long fromNs, long toNs) =>
        Find(epoch).Span.Pauses.Any(pause => pause.FromNs < toNs && pause.ToNs > fromNs);

    /// <summary>The stretches between epochs, with how long the server was really away.</summary>
    public IEnumerable<(long FromNs, long ToNs, long AwayNs)> Gaps()
    {
        for (var index = 1; index < _epochs.Count; index++)
        {
            var (before, start) = _epochs[index - 1];
            yield return (start + Played(before, before.EndNs), _epochs[index].BaseNs, AwayNs(before, _epochs[index].Span));
        }
    }

    private static long AwayNs(EpochSpan before, EpochSpan after) =>
        Math.Max(0, (after.StartedAt - before.EndedAt).Ticks * 100);

    private static long Played(EpochSpan span, long ns)
    {
        var at = Math.Clamp(ns, span.StartNs, span.EndNs);
        var paused = span.Pauses.Sum(pause => Math.Max(0, Math.Min(at, pause.ToNs) - Math.Min(at, pause.FromNs)));
        return at - span.StartNs - paused;
    }

    private (EpochSpan Span, long BaseNs) Find(int epoch) => _epochs.Find(entry => entry.Span.Epoch == epoch);
}
