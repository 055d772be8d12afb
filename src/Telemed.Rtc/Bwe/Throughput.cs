using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// Bytes per time over a sliding window, in 20 steps. Time is whatever clock the caller counts by: the receiver's for
/// what arrived, ours for what was sent. Not thread-safe; allocates only when made.
/// </summary>
/// <param name="window">The window; null for 500 ms.</param>
public sealed class Throughput(TimeSpan? window = null)
{
    private const int Steps = 20;
    private readonly long _stepNanoseconds = (window ?? TimeSpan.FromMilliseconds(500)).Ticks * 100 / Steps;
    private readonly int[] _bytes = new int[Steps];
    private long _step = long.MinValue;
    private long _firstStep;

    /// <summary>Counts bytes at an instant; one from before the window is not counted.</summary>
    public void Note(MonotonicTime at, int bytes)
    {
        var step = at.Nanoseconds / _stepNanoseconds;
        if (_step == long.MinValue)
        {
            _step = step;
            _firstStep = step;
        }

        MoveTo(step);
        if (step > _step - Steps)
        {
            _bytes[Place(step)] += bytes;
        }
    }

    /// <summary>The rate over the window up to an instant; 0 before a fifth of the window has passed.</summary>
    public Bitrate Rate(MonotonicTime at)
    {
        if (_step == long.MinValue)
        {
            return default;
        }

        MoveTo(at.Nanoseconds / _stepNanoseconds);
        return Over(Steps);
    }

    /// <summary>
    /// The rate over the last fraction of the window, for a link that has just become narrower.
    /// </summary>
    public Bitrate RecentRate => _step == long.MinValue ? default : Over(Steps / 2);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_bytes);
        _step = long.MinValue;
    }

    private static int Place(long step) => (int)(((step % Steps) + Steps) % Steps);

    private Bitrate Over(int steps)
    {
        // The present step is only partly over and would make the rate too low.
        var covered = (int)Math.Min(steps - 1, _step - _firstStep);
        if (covered < Steps / 5)
        {
            return default;
        }

        long bytes = 0;
        for (var step = _step - covered; step < _step; step++)
        {
            bytes += _bytes[Place(step)];
        }

        return new(bytes * 8 * 1_000_000_000 / (covered * _stepNanoseconds));
    }

    private void MoveTo(long step)
    {
        if (step <= _step)
        {
            return;
        }

        if (step - _step >= Steps)
        {
            Array.Clear(_bytes);
        }
        else
        {
            for (var passed = _step + 1; passed <= step; passed++)
            {
                _bytes[Place(passed)] = 0;
            }
        }

        _step = step;
    }
}
