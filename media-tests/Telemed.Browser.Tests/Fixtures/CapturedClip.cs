namespace Telemed.Browser.Tests.Fixtures;

/// <summary>What a browser captured of its own clip, by the page's clock in milliseconds.</summary>
internal sealed record CapturedClip(double[] Flashes, double[] Beeps, RecordingMoment[] States)
{
    /// <summary>When the recording first got into a state, at or after a moment.</summary>
    public double FirstAt(string state, double after = 0) => States.First(moment => moment.State == state && moment.At >= after).At;

    /// <summary>
    /// By how much, in ms, picture and sound of a part of a file are further apart than they were when captured: one figure a
    /// flash. A late machine makes the fake camera slip against the fake microphone, so flashes are held against flashes and
    /// beeps against beeps, on the one time line that suits both best.
    /// </summary>
    /// <param name="flashes">When the part shows flashes, ms in the file.</param>
    /// <param name="beeps">When beeps begin in that part, ms in the file.</param>
    /// <param name="begunAbout">What the page's clock said when the file's time was 0, within <see cref="GuessMs"/>.</param>
    public IReadOnlyList<double> FurtherApart(IReadOnlyList<double> flashes, IReadOnlyList<double> beeps, double begunAbout)
    {
        const int StepMs = 5;
        var begun = Enumerable.Range(-GuessMs / StepMs, (2 * GuessMs / StepMs) + 1).Select(step => begunAbout + (step * StepMs))
            .MinBy(at => Middle(flashes.Select(flash => Math.Abs(Late(flash + at, Flashes))))
                + Middle(beeps.Select(beep => Math.Abs(Late(beep + at, Beeps)))));
        // Both come once a second: where they slip by half of it, the next one may be meant.
        return [.. flashes.Select(flash => Math.Abs(Math.IEEERemainder(
            Late(flash + begun, Flashes) - Late(beeps.MinBy(beep => Math.Abs(beep - flash)) + begun, Beeps), 1_000)))];
    }

    /// <summary>How far off a guess of a file's beginning may be; more than half the second between two flashes.</summary>
    public const int GuessMs = 700;

    private static double Late(double moment, double[] captured) => captured.Select(at => moment - at).MinBy(Math.Abs);

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}

/// <summary>A change of the recording's state as the page showed it.</summary>
internal sealed record RecordingMoment(string State, double At);
