using Telemed.Rtc.Time;

namespace Telemed.TestKit.Network;

/// <summary>
/// One direction of a link in virtual time: what goes in comes out later, or not, as the conditions and the seed say.
/// The same seed and the same input give the same output.
/// </summary>
public sealed class EmulatedLink<T>(int seed)
{
    private const int HeaderBytes = 28;

    private readonly Random _random = new(seed);
    private readonly PriorityQueue<T, (MonotonicTime At, long Order)> _underway = new();
    private MonotonicTime _freeAt;
    private MonotonicTime _lastArrival;
    private long _order;
    private bool _inBurst;
    private LinkStatistics _statistics;

    /// <summary>What the link does from now on; what is under way stays under way.</summary>
    public LinkConditions Conditions { get; set; } = new();

    /// <summary>What happened so far.</summary>
    public LinkStatistics Statistics => _statistics;

    /// <summary>When the next datagram comes out; Never when none is under way.</summary>
    public MonotonicTime NextArrival =>
        _underway.TryPeek(out _, out var next) ? next.At : MonotonicTime.Never;

    /// <summary>Puts a datagram of <paramref name="length"/> bytes in.</summary>
    public void Send(MonotonicTime now, T datagram, int length)
    {
        _statistics.Sent++;
        if (IsLost())
        {
            _statistics.Lost++;
            return;
        }

        if (!TryPassQueue(now, length + HeaderBytes, out var departure))
        {
            _statistics.QueueDrops++;
            return;
        }

        Deliver(datagram, departure);
        if (_random.NextDouble() < Conditions.Duplicate)
            Deliver(datagram, departure);
    }

    /// <summary>Takes the next datagram that has arrived by <paramref name="now"/>.</summary>
    public bool TryReceive(MonotonicTime now, out T datagram)
    {
        if (!_underway.TryPeek(out datagram!, out var next) || next.At > now)
            return false;
        _underway.Dequeue();
        _statistics.Delivered++;
        return true;
    }

    private bool IsLost()
    {
        if (Conditions.Bursts is { } bursts)
            _inBurst = _inBurst ? _random.NextDouble() >= bursts.Leave : _random.NextDouble() < bursts.Enter;
        else
            _inBurst = false;
        return Conditions.Outage || _inBurst || _random.NextDouble() < Conditions.Loss;
    }

    private bool TryPassQueue(MonotonicTime now, int bytes, out MonotonicTime departure)
    {
        departure = now;
        if (Conditions.BitsPerSecond is not { } rate)
            return true;
        var start = _freeAt > now ? _freeAt : now;
        var waiting = (start - now).TotalSeconds * rate / 8;
        if (waiting + bytes > Conditions.QueueBytes)
            return false;
        departure = start + TimeSpan.FromSeconds(bytes * 8.0 / rate);
        _freeAt = departure;
        return true;
    }

    private void Deliver(T datagram, MonotonicTime departure)
    {
        var arrival = departure + Conditions.Delay + (Conditions.Jitter * _random.NextDouble());
        if (_random.NextDouble() < Conditions.Reorder)
            arrival += Conditions.ReorderDelay;
        else if (arrival < _lastArrival)
            arrival = _lastArrival;
        else
            _lastArrival = arrival;
        _underway.Enqueue(datagram, (arrival, _order++));
    }
}
