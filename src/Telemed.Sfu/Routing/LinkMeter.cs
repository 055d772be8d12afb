namespace Telemed.Sfu.Routing;

/// <summary>Collects loss figures of both directions of a participant's link between two measurements.</summary>
internal sealed class LinkMeter
{
    private double _up;
    private double _down;
    private int _upCount;
    private int _downCount;
    private double _jitterMs;
    private bool _heard;

    /// <summary>Reports sent so far; some of them end a measurement.</summary>
    public int Reports { get; set; }

    /// <summary>Reports in a row during which nothing flowed either way.</summary>
    public int IdleReports { get; set; }

    /// <summary>Something arrived from the participant.</summary>
    public void NoteHeard() => _heard = true;

    /// <summary>The jitter that a report block tells, either way.</summary>
    /// <param name="ticks">The block's figure.</param>
    /// <param name="kind">Of what stream, which tells the clock.</param>
    public void NoteJitter(uint ticks, StreamKind kind) =>
        _jitterMs = Math.Max(_jitterMs, ticks / (kind == StreamKind.Audio ? 48.0 : 90.0));

    /// <summary>A report block that we made on one of its streams.</summary>
    public void NoteUp(byte fractionLost)
    {
        _up += fractionLost;
        _upCount++;
    }

    /// <summary>A report block of the participant on one of its slots.</summary>
    public void NoteDown(byte fractionLost)
    {
        _down += fractionLost;
        _downCount++;
    }

    /// <summary>The measurement since the last one; begins the next.</summary>
    /// <param name="roundTrip">The round trip.</param>
    /// <param name="downlinkLoss">The share that gets lost on the way to the participant where it is measured apart from
    /// what its publishers lost, 0 to 1; null to go by the participant's reports.</param>
    public LinkMeasurement Take(TimeSpan? roundTrip, double? downlinkLoss = null)
    {
        var up = _upCount == 0 ? 0 : _up / _upCount;
        var down = downlinkLoss * 256 ?? (_downCount == 0 ? 0 : _down / _downCount);
        var measurement = LinkMeasurement.Of(Math.Round(Math.Max(up, down) / 2.56, 1), roundTrip, _heard) with { JitterMs = Math.Round(_jitterMs, 1) };
        Reset();
        return measurement;
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        _up = 0;
        _down = 0;
        _upCount = 0;
        _downCount = 0;
        _jitterMs = 0;
        _heard = false;
    }
}
