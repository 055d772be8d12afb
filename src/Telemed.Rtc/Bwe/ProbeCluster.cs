using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>A short train of packets at one rate, and what arrived of it.</summary>
internal struct ProbeCluster
{
    private const int LeastPackets = 5;
    private const double NearlyAll = 0.8;
    private const double Enough = 0.5;
    private const double Saturated = 0.9;
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(15);

    // On a narrow link fifteen milliseconds are a packet or two, and a clock's rounding as much as what there is to measure.
    private static readonly TimeSpan NarrowLength = TimeSpan.FromMilliseconds(40);
    private static readonly Bitrate Narrow = new(500_000);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private int _sent;
    private long _sentBytes;
    private int _lastBytes;
    private MonotonicTime _firstSent;
    private MonotonicTime _lastSent;
    private int _arrived;
    private long _arrivedBytes;
    private int _firstBytes;
    private MonotonicTime _firstArrival;
    private MonotonicTime _lastArrival;

    /// <summary>Its number, 1 to 255; 0 in an unused entry.</summary>
    public byte Id;

    /// <summary>The rate that it tries.</summary>
    public Bitrate Rate;

    /// <summary>Whether all of it went out.</summary>
    public readonly bool IsSent => _sent >= LeastPackets && _sentBytes >= Rate.BytesIn(Span);

    /// <summary>When the next packet is due.</summary>
    public readonly MonotonicTime NextDue(MonotonicTime now) => _sent == 0 ? now : _firstSent + Rate.TimeFor(_sentBytes);

    /// <summary>How large a packet of padding to send; the same for all of the train.</summary>
    public readonly int PacketBytes => (int)Math.Clamp(Rate.BytesIn(Span) / LeastPackets, 150, 300);

    /// <summary>Notes a packet of it on its way out.</summary>
    public void NoteSent(MonotonicTime now, int bytes)
    {
        _firstSent = _sent == 0 ? now : _firstSent;
        _lastSent = now;
        _lastBytes = bytes;
        _sentBytes += bytes;
        _sent++;
    }

    /// <summary>Notes the arrival of a packet of it.</summary>
    public void NoteArrived(MonotonicTime arrived, int bytes)
    {
        if (_arrived == 0 || arrived < _firstArrival)
        {
            _firstArrival = arrived;
            _firstBytes = bytes;
        }

        _lastArrival = arrived > _lastArrival || _arrived == 0 ? arrived : _lastArrival;
        _arrived++;
        _arrivedBytes += bytes;
    }

    /// <summary>Whether so much of it was reported that it says something, or no more reports are to be expected.</summary>
    public readonly bool IsOver(MonotonicTime now, TimeSpan roundTrip) =>
        IsSent && (_arrived >= NearlyAll * _sent || now - _lastSent > roundTrip + roundTrip + Patience);

    /// <summary>The rate that it shows the link to have at least; 0 when too little arrived.</summary>
    /// <param name="isFull">Whether it filled the link: what arrived of it came more slowly than it was sent.</param>
    public readonly Bitrate Result(out bool isFull)
    {
        isFull = false;
        if (_arrived < Math.Max(LeastPackets - 2, Enough * _sent) || _lastSent <= _firstSent)
        {
            return default;
        }

        var sent = Bitrate.Of(_sentBytes - _lastBytes, _lastSent - _firstSent);
        if (_lastArrival - _firstArrival < TimeSpan.FromMilliseconds(1))
        {
            return sent;
        }

        var arrived = Bitrate.Of(_arrivedBytes - _firstBytes, _lastArrival - _firstArrival);
        isFull = arrived < sent * Saturated;
        return isFull ? arrived * DelayController.Reduction : Bitrate.Least(sent, arrived);
    }

    private readonly TimeSpan Span => Rate < Narrow ? NarrowLength : Length;
}
