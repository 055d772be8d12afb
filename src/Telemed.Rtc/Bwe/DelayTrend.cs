using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// Tells from changes of the one-way delay whether a queue grows: the slope of a line through the last 20 points of the
/// smoothed delay, against a threshold that adapts to the link's ordinary restlessness
/// (draft-ietf-rmcat-gcc-02 sections 5.3 to 5.5, with the trend line in the arrival filter's place). Not thread-safe;
/// allocates only when made.
/// </summary>
internal sealed class DelayTrend
{
    private const int Points = 20;
    private const int MostGroups = 60;
    private const double Smoothing = 0.9;
    private const double Gain = 4;
    private const double FirstThreshold = 12.5;
    private const double LeastThreshold = 6;
    private const double MostThreshold = 600;
    private const double ThresholdUp = 0.0087;
    private const double ThresholdDown = 0.039;
    private const double LargestOutlier = 15;
    private static readonly TimeSpan LeastOveruse = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestThresholdStep = TimeSpan.FromMilliseconds(100);

    private readonly (double At, double Delay)[] _points = new (double, double)[Points];
    private int _count;
    private double _delay;
    private double _smoothed;
    private double _slope;
    private double _threshold = FirstThreshold;
    private MonotonicTime _start;
    private MonotonicTime _last;
    private TimeSpan _overuseFor;
    private int _overuses;

    /// <summary>What the delay says now.</summary>
    public LinkUsage Usage { get; private set; }

    /// <summary>Takes the change of delay from one group to the next.</summary>
    /// <param name="at">When the later group had arrived, by the receiver's clock.</param>
    /// <param name="change">The change.</param>
    public void Note(MonotonicTime at, TimeSpan change)
    {
        if (_count == 0)
        {
            _start = at;
            _last = at;
        }

        var step = at - _last;
        _last = at > _last ? at : _last;
        _delay += change.TotalMilliseconds;
        _smoothed = _count == 0 ? _delay : (Smoothing * _smoothed) + ((1 - Smoothing) * _delay);
        _points[_count % Points] = ((at - _start).TotalMilliseconds, _smoothed);
        _count++;
        var slope = _count < Points ? _slope : Slope();
        Judge(slope, step);
    }

    /// <summary>Forgets the past, as after an outage.</summary>
    public void Reset()
    {
        _count = 0;
        _delay = 0;
        _smoothed = 0;
        _slope = 0;
        _threshold = FirstThreshold;
        _overuseFor = default;
        _overuses = 0;
        Usage = LinkUsage.Normal;
    }

    private void Judge(double slope, TimeSpan step)
    {
        if (_count < Points)
        {
            return;
        }

        var trend = Math.Min(_count, MostGroups) * slope * Gain;
        if (trend > _threshold)
        {
            _overuseFor += step;
            _overuses++;
            if (_overuseFor > LeastOveruse && _overuses > 1 && slope >= _slope)
            {
                _overuseFor = default;
                _overuses = 0;
                Usage = LinkUsage.Over;
            }
        }
        else
        {
            _overuseFor = default;
            _overuses = 0;
            Usage = trend < -_threshold ? LinkUsage.Under : LinkUsage.Normal;
        }

        _slope = slope;
        Adapt(trend, step);
    }

    // Up fast, so that the flow yields to no one's every burst; down slowly. A sudden jump is no measure of restlessness.
    private void Adapt(double trend, TimeSpan step)
    {
        var size = Math.Abs(trend);
        if (size > _threshold + LargestOutlier)
        {
            return;
        }

        var time = step < LongestThresholdStep ? step : LongestThresholdStep;
        var speed = size < _threshold ? ThresholdDown : ThresholdUp;
        _threshold += speed * (size - _threshold) * Math.Max(0, time.TotalMilliseconds);
        _threshold = Math.Clamp(_threshold, LeastThreshold, MostThreshold);
    }

    private double Slope()
    {
        double at = 0;
        double delay = 0;
        foreach (ref readonly var point in _points.AsSpan())
        {
            at += point.At;
            delay += point.Delay;
        }

        at /= Points;
        delay /= Points;
        double product = 0;
        double square = 0;
        foreach (ref readonly var point in _points.AsSpan())
        {
            product += (point.At - at) * (point.Delay - delay);
            square += (point.At - at) * (point.At - at);
        }

        return square == 0 ? _slope : product / square;
    }
}
