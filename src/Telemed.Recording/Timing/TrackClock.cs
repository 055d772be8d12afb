namespace Telemed.Recording.Timing;

/// <summary>Maps one track's RTP time to our monotonic clock: the instant of capture, as our clock would have shown it
/// had the network taken its least time.</summary>
internal sealed class TrackClock
{
    private readonly MediaLine _line;
    private readonly IReadOnlyList<PiecewiseLine> _toLocal;

    /// <summary>A clock by a media line and, for each of its pieces, the way to our clock.</summary>
    public TrackClock(MediaLine line, IReadOnlyList<PiecewiseLine> toLocal, bool usesReports)
    {
        _line = line;
        _toLocal = toLocal;
        UsesReports = usesReports;
    }

    /// <summary>Whether sender reports were used, so that sound and picture of one sender belong together exactly.</summary>
    public bool UsesReports { get; }

    /// <summary>The instant of an RTP time, in monotonic nanoseconds.</summary>
    public long ToLocal(long rtpTime)
    {
        var piece = Math.Min(_line.PieceOf(rtpTime), _toLocal.Count - 1);
        return _toLocal[piece].At(_line.At(rtpTime));
    }
}
