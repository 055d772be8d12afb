using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// Tries rates that the media alone would not reach: at the start, when there is use for more than the estimate, and after
/// the link was lost. A success is followed by a try at twice what it showed. Not thread-safe; allocates only when made.
/// </summary>
internal sealed class ProbeController
{
    private const int Remembered = 4;
    private const int MostPlanned = 4;
    private const double Success = 0.7;
    private const double Step = 2;
    private readonly ProbeCluster[] _clusters = new ProbeCluster[Remembered];
    private readonly Bitrate[] _planned = new Bitrate[MostPlanned];
    private int _plannedCount;
    private int _active = -1;
    private int _next;
    private byte _lastId;

    /// <summary>The probe that packets going out now are part of; 0 for none.</summary>
    public byte Current => _active < 0 ? (byte)0 : _clusters[_active].Id;

    /// <summary>The rate of that probe; 0 for none.</summary>
    public Bitrate CurrentRate => _active < 0 ? default : _clusters[_active].Rate;

    /// <summary>Whether a probe goes out or waits to.</summary>
    public bool IsBusy => _active >= 0 || _plannedCount > 0;

    /// <summary>Plans a probe; forgotten when too many are planned.</summary>
    public void Plan(Bitrate rate)
    {
        if (_plannedCount < MostPlanned)
        {
            _planned[_plannedCount++] = rate;
        }
    }

    /// <summary>When <see cref="TryTakePadding"/> will want a packet; never when no probe is planned.</summary>
    public MonotonicTime Deadline(MonotonicTime now) =>
        _active >= 0 ? _clusters[_active].NextDue(now) : _plannedCount > 0 ? now : MonotonicTime.Never;

    /// <summary>Whether a packet of padding is due, and how many bytes it shall have on the link.</summary>
    public bool TryTakePadding(MonotonicTime now, out int bytes)
    {
        bytes = 0;
        if (_active < 0 && !TryBegin())
        {
            return false;
        }

        ref var cluster = ref _clusters[_active];
        bytes = cluster.PacketBytes;
        return now >= cluster.NextDue(now);
    }

    /// <summary>Notes a packet that went out.</summary>
    public void NoteSent(MonotonicTime now, int bytes)
    {
        if (_active < 0)
        {
            return;
        }

        ref var cluster = ref _clusters[_active];
        cluster.NoteSent(now, bytes);
        if (cluster.IsSent)
        {
            _active = -1;
        }
    }

    /// <summary>Notes that a packet of a probe has arrived.</summary>
    public void NoteArrived(byte probe, MonotonicTime arrived, int bytes)
    {
        foreach (ref var cluster in _clusters.AsSpan())
        {
            if (cluster.Id == probe)
            {
                cluster.NoteArrived(arrived, bytes);
            }
        }
    }

    /// <summary>Takes the result of a probe that is over; call it until it returns false.</summary>
    /// <param name="now">The time.</param>
    /// <param name="roundTrip">The round trip.</param>
    /// <param name="most">The rate beyond which nobody has use.</param>
    /// <param name="result">What the link carries at least; 0 when the probe says nothing.</param>
    /// <param name="isFull">Whether the probe filled the link, so that it carries no more than that either.</param>
    public bool TryTakeResult(MonotonicTime now, TimeSpan roundTrip, Bitrate most, out Bitrate result, out bool isFull)
    {
        isFull = false;
        foreach (ref var cluster in _clusters.AsSpan())
        {
            if (cluster.Id == 0 || !cluster.IsOver(now, roundTrip))
            {
                continue;
            }

            result = cluster.Result(out isFull);
            if (result >= cluster.Rate * Success && cluster.Rate < most && !IsBusy)
            {
                Plan(Bitrate.Least(result * Step, most));
            }

            cluster = default;
            return true;
        }

        result = default;
        return false;
    }

    /// <summary>Gives up what is planned and what is under way.</summary>
    public void Clear()
    {
        _plannedCount = 0;
        _active = -1;
        Array.Clear(_clusters);
    }

    private bool TryBegin()
    {
        if (_plannedCount == 0)
        {
            return false;
        }

        _active = _next;
        _next = (_next + 1) % Remembered;
        _lastId = (byte)(_lastId == byte.MaxValue ? 1 : _lastId + 1);
        _clusters[_active] = new() { Id = _lastId, Rate = _planned[0] };
        _planned.AsSpan(1, --_plannedCount).CopyTo(_planned);
        return true;
    }
}
