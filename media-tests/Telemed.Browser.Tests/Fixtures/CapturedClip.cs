namespace Telemed.Browser.Tests.Fixtures;

/// <summary>What a browser captured of its own clip, by the page's clock in milliseconds.</summary>
internal sealed record CapturedClip(double[] Flashes, double[] Beeps, RecordingMoment[] States)
{
    /// <summary>When the recording first got into a state, at or after a moment.</summary>
    public double FirstAt(string state, double after = 0) => States.First(moment => moment.State == state && moment.At >= after).At;

    /// <summary>How much later than the flash nearest to a moment its beep was captured; ms.</summary>
    public double ApartAt(double moment)
    {
        var flash = Flashes.MinBy(at => Math.Abs(at - moment));
        return Beeps.Select(beep => beep - flash).MinBy(Math.Abs);
    }
}

/// <summary>A change of the recording's state as the page showed it.</summary>
internal sealed record RecordingMoment(string State, double At);
