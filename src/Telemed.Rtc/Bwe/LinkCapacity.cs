namespace Telemed.Rtc.Bwe;

/// <summary>
/// Where the link was found full the last times: a mean and a deviation of the rate that got through, for telling whether
/// the present rate is near it (draft-ietf-rmcat-gcc-02 section 5.5). Not thread-safe; allocates nothing.
/// </summary>
internal struct LinkCapacity
{
    private const double Weight = 0.05;
    private const double LeastDeviation = 0.4;
    private const double MostDeviation = 2.5;
    private double _kilobits;
    private double _deviation = LeastDeviation;

    /// <summary>Knows nothing yet.</summary>
    public LinkCapacity()
    {
    }

    /// <summary>Whether the link has been found full.</summary>
    public readonly bool IsKnown => _kilobits > 0;

    /// <summary>The mean.</summary>
    public readonly Bitrate Mean => Bitrate.FromKilobits(_kilobits);

    /// <summary>A rate beyond it shows that the link has become wider.</summary>
    public readonly Bitrate Upper => Bitrate.FromKilobits(_kilobits + (3 * Math.Sqrt(_deviation * _kilobits)));

    /// <summary>A rate below it shows that the link has become narrower.</summary>
    public readonly Bitrate Lower => Bitrate.FromKilobits(_kilobits - (3 * Math.Sqrt(_deviation * _kilobits)));

    /// <summary>The link is full at this rate.</summary>
    public void Note(Bitrate full)
    {
        var kilobits = Math.Max(1, full.Kilobits);
        _kilobits = IsKnown ? ((1 - Weight) * _kilobits) + (Weight * kilobits) : kilobits;
        var error = _kilobits - kilobits;
        _deviation = ((1 - Weight) * _deviation) + (Weight * error * error / _kilobits);
        _deviation = Math.Clamp(_deviation, LeastDeviation, MostDeviation);
    }

    /// <summary>Forgets it.</summary>
    public void Forget() => this = new();
}
