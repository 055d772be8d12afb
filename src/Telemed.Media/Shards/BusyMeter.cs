using Telemed.Rtc.Time;

namespace Telemed.Media.Shards;

/// <summary>
/// How much of a processor a thread has used over the last second or so, in thousandths. Fed by the thread alone; the
/// value may be read by others. Allocates nothing.
/// </summary>
internal struct BusyMeter
{
    /// <summary>A tenth of a second's weight among those before: half of the value is of the last 0.3 s.</summary>
    private const double Weight = 0.2;

    private MonotonicTime _at;
    private long _cpu;
    private double _busy;
    private bool _started;

    /// <summary>0 (asleep) to 1000 (never asleep).</summary>
    public readonly int Permille => (int)(_busy * 1000);

    /// <summary>Takes the thread's processor time at an instant; call it about every 100 ms.</summary>
    /// <param name="now">The instant.</param>
    /// <param name="cpuNanoseconds">What the thread has used since its start.</param>
    public void Note(MonotonicTime now, long cpuNanoseconds)
    {
        var passed = now.Nanoseconds - _at.Nanoseconds;
        if (_started && passed > 0)
        {
            var share = Math.Clamp((cpuNanoseconds - _cpu) / (double)passed, 0, 1);

            // A long sleep between two calls counts as long as it was.
            var weight = 1 - Math.Pow(1 - Weight, passed / 1e8);
            _busy += (share - _busy) * weight;
        }

        (_at, _cpu, _started) = (now, cpuNanoseconds, true);
    }
}
