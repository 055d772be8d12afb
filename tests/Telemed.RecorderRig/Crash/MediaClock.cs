using System.Diagnostics;
using Telemed.Media.Recording;

namespace Telemed.RecorderRig.Crash;

/// <summary>
/// The time by which media is handed to a tap. Paced, it stands still while the journal thread does: then what is lost is
/// the recorder's doing, and not that of a machine on which a thread or a disk waits for a second.
/// </summary>
/// <param name="tap">Where the media goes.</param>
/// <param name="speed">How many times faster than real time.</param>
/// <param name="isPaced">Whether it is paced.</param>
internal sealed class MediaClock(RecordingTap tap, double speed, bool isPaced)
{
    /// <summary>The argument that asks for pacing.</summary>
    public const string Paced = "--paced";

    /// <summary>Twice and a half of what the journal thread sleeps.</summary>
    private const double PatienceNs = 250e6;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private double _stoodNs;
    private double _movedAtNs;
    private double _lastNs;
    private long _takenOut;

    /// <summary>The time in nanoseconds of media. One thread; ask every few milliseconds.</summary>
    public long Now()
    {
        var real = _clock.Elapsed.TotalNanoseconds;
        if (tap.TakenOut is var taken && taken != _takenOut)
        {
            (_takenOut, _movedAtNs) = (taken, real);
        }

        if (isPaced)
        {
            _stoodNs += Math.Max(0, real - Math.Max(_lastNs, _movedAtNs + PatienceNs));
        }

        _lastNs = real;
        return (long)((real - _stoodNs) * speed);
    }
}
