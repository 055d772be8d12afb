namespace Telemed.Recording.Timing;

/// <summary>A step of a sender's wall clock, seen by one or more of its tracks.</summary>
internal sealed class ClockStep
{
    private readonly Dictionary<TrackTiming, long> _firstAfter = [];
    private readonly List<long> _sizes = [];
    private long _fromNs;
    private long _toNs;

    /// <summary>A step that a track saw between two of its reports.</summary>
    public ClockStep(TrackTiming track, long fromNs, long toNs, long sizeNs)
    {
        _fromNs = fromNs;
        _toNs = toNs;
        _firstAfter[track] = toNs;
        _sizes.Add(sizeNs);
    }

    /// <summary>How far the clock jumped, in nanoseconds; the mean of what the tracks saw.</summary>
    public long SizeNs => (long)_sizes.Average();

    /// <summary>Joins what another track saw, if it can be the same step: at the same time and of the same size.</summary>
    public bool TryJoin(TrackTiming track, long fromNs, long toNs, long sizeNs)
    {
        const long Tolerance = 60_000_000;
        if (fromNs >= _toNs || toNs <= _fromNs || Math.Abs(sizeNs - SizeNs) > Tolerance || _firstAfter.ContainsKey(track))
        {
            return false;
        }

        _fromNs = Math.Max(_fromNs, fromNs);
        _toNs = Math.Min(_toNs, toNs);
        _firstAfter[track] = toNs;
        _sizes.Add(sizeNs);
        return true;
    }

    /// <summary>Whether a report was sent after the step.</summary>
    public bool IsBefore(TrackTiming track, long reportNs) =>
        reportNs >= (_firstAfter.TryGetValue(track, out var first) ? first : _toNs);
}
