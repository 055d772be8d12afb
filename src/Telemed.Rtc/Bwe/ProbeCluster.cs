using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>A short train of packets at one rate, and what arrived of it.</summary>
internal struct ProbeCluster
{
    private const int LeastPackets = 5;
    private const double NearlyAll = 0.8;
    private const double Enough = 0.5;
    private const double Saturated = 0.9;
    private const double SaturatedUse = 0.95;
    private static readonly TimeSpan Length = TimeSpan.FromMilliseconds(15);
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
    public readonly bool IsSent => _sent >= LeastPackets && _sentBytes >= Rate.BytesIn(Length);

    /// <summary>When the next packet is due.</summary>
    public readonly MonotonicTime NextDue(MonotonicTime now) => _sent == 0 ? now : _firstSent + Rate.TimeFor(_sentBytes);

    /// <summary>How large a packet of padding to send; the same for all of the train.</summary>
    public readonly int PacketBytes => (int)Math.Clamp(Rate.BytesIn(Length) / LeastPackets, 150, 300);

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
    public readonly Bitrate Result
    {
        get
        {
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
            return arrived < sent * Saturated ? arrived * SaturatedUse : Bitrate.Least(sent, arrived);
        }
    }
}
