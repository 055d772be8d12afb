using Telemed.Rtc.Time;

namespace Telemed.TestKit.Bwe;

/// <summary>
/// Cross traffic that behaves like TCP as far as a bottleneck can see: slow start, congestion avoidance, half the window
/// on loss (RFC 5681), no more than one reduction a round trip. Loss is noticed when the next packet's receipt is.
/// </summary>
public sealed class TcpFlow
{
    private const int SegmentBytes = 1500;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(1);

    private readonly int _id;
    private readonly MonotonicTime _from;
    private readonly Queue<(MonotonicTime At, ushort Number, MonotonicTime SentAt)> _receipts = new();
    private readonly SortedSet<ushort> _unknown = [];
    private double _window = 2;
    private double _threshold = double.MaxValue;
    private ushort _next;
    private MonotonicTime _reducedAt;
    private MonotonicTime _heardAt;
    private TimeSpan _roundTrip = TimeSpan.FromMilliseconds(100);
    private long? _left;

    /// <summary>Begins at a time.</summary>
    /// <param name="id">Whose its packets are.</param>
    /// <param name="from">When it begins.</param>
    /// <param name="bytes">How much it has to bring; null for no end.</param>
    public TcpFlow(int id, MonotonicTime from, long? bytes)
    {
        _id = id;
        _from = from;
        _left = bytes;
    }

    /// <summary>Bytes that arrived.</summary>
    public long Arrived { get; private set; }

    /// <summary>Whether all of it has been sent.</summary>
    public bool IsDone => _left <= 0;

    /// <summary>Sends what it may.</summary>
    public void Advance(MonotonicTime now, Action<FlowPacket> send)
    {
        if (now < _from)
        {
            return;
        }

        _heardAt = _heardAt == default ? now : _heardAt;
        while (_receipts.TryPeek(out var receipt) && receipt.At <= now)
        {
            _receipts.Dequeue();
            Take(now, receipt.Number, now - receipt.SentAt);
        }

        if (_unknown.Count > 0 && now - _heardAt > Timeout)
        {
            _unknown.Clear();
            _threshold = Math.Max(2, _window / 2);
            _window = 1;
            _heardAt = now;
        }

        while (_unknown.Count < (int)_window && !IsDone)
        {
            _unknown.Add(_next);
            send(new(_id, _next++, SegmentBytes, now, false));
            _left -= SegmentBytes;
        }
    }

    /// <summary>A packet arrives; its receipt takes a while back.</summary>
    public void Arrive(MonotonicTime now, in FlowPacket packet, TimeSpan back)
    {
        Arrived += packet.Bytes;
        _receipts.Enqueue((now + back, packet.Number, packet.SentAt));
    }

    private void Take(MonotonicTime now, ushort number, TimeSpan roundTrip)
    {
        _heardAt = now;
        _roundTrip = ((_roundTrip * 7) + roundTrip) / 8;
        var lost = _unknown.RemoveWhere(one => (short)(one - number) < 0);
        _unknown.Remove(number);
        if (lost > 0)
        {
            _left += lost * SegmentBytes;
            if (now - _reducedAt > _roundTrip)
            {
                _reducedAt = now;
                _threshold = Math.Max(2, _window / 2);
                _window = _threshold;
            }

            return;
        }

        _window += _window < _threshold ? 1 : 1 / _window;
    }
}
