using Telemed.Rtc.Time;

namespace Telemed.Sfu.Streams;

/// <summary>
/// Chooses how sound to one receiver is protected, from the loss on the way to it: more at once, less step by step after
/// ten seconds of clearly less loss. More is begun where there seems to be room for it, and goes on until a queue stands:
/// an estimate of a link that loses much is too low to go by. What was too much is tried again after twenty seconds, and
/// after twice as long each time that it was soon too much again. Allocates nothing.
/// </summary>
internal struct ProtectionChooser
{
    private const double NearFrom = 0.02;
    private const double MiddleFrom = 0.06;
    private const double FarFrom = 0.1;
    private const double Hysteresis = 0.6;
    private const double Smoothing = 0.4;
    private static readonly TimeSpan DownAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TooMuchAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(160);

    private MonotonicTime _neededAt;
    private MonotonicTime _changedAt;
    private MonotonicTime _roomFrom;
    private MonotonicTime? _queueSince;
    private TimeSpan _pause = LeastPause;

    /// <summary>Knows of no loss.</summary>
    public ProtectionChooser()
    {
    }

    /// <summary>The loss that the receiver itself reports, 0 to 1; for those who send no transport-wide reports.</summary>
    public double ReportedLoss { get; private set; }

    /// <summary>What the loss asks for.</summary>
    public SoundProtection Wanted { get; private set; }

    /// <summary>What is done.</summary>
    public SoundProtection Chosen { get; private set; }

    /// <summary>Takes the loss of one of the receiver's own report blocks on sound.</summary>
    public void NoteReported(byte fractionLost) =>
        ReportedLoss += Smoothing * ((fractionLost / 256.0) - ReportedLoss);

    /// <summary>Chooses.</summary>
    /// <param name="now">The time.</param>
    /// <param name="loss">The loss on the way to the receiver, 0 to 1.</param>
    /// <param name="most">What the link seems to have room for.</param>
    /// <param name="isQueued">Whether a long queue of our own stands on the link.</param>
    public void Choose(MonotonicTime now, double loss, SoundProtection most, bool isQueued)
    {
        Want(now, AskedBy(loss), AskedBy(loss / Hysteresis));
        _queueSince = isQueued ? _queueSince ?? now : null;
        if (Wanted < Chosen)
        {
            Change(now, Wanted);
        }
        else if (Chosen > SoundProtection.None && now - _queueSince > TooMuchAfter && now - _changedAt > TooMuchAfter)
        {
            _pause = now - _changedAt < LeastPause ? Least(_pause * 2, MostPause) : LeastPause;
            _roomFrom = now + _pause;
            Change(now, Chosen > SoundProtection.Distant ? SoundProtection.Distant : SoundProtection.None);
        }
        else if (!isQueued && now >= _roomFrom && Least(Wanted, most) > Chosen)
        {
            Change(now, Least(Wanted, most));
        }
    }

    private void Want(MonotonicTime now, SoundProtection asked, SoundProtection nearlyAsked)
    {
        Wanted = asked > Wanted ? asked : Wanted;
        if (nearlyAsked >= Wanted)
        {
            _neededAt = now;
        }
        else if (now - _neededAt > DownAfter)
        {
            Wanted = Wanted == SoundProtection.Far ? SoundProtection.Middle : Wanted - 1;
            _neededAt = now;
        }
    }

    private void Change(MonotonicTime now, SoundProtection protection)
    {
        Chosen = protection;
        _changedAt = now;
    }

    private static SoundProtection Least(SoundProtection one, SoundProtection other) => one < other ? one : other;

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static SoundProtection AskedBy(double loss) => loss switch
    {
        >= FarFrom => SoundProtection.Far,
        >= MiddleFrom => SoundProtection.Middle,
        >= NearFrom => SoundProtection.Near,
        _ => SoundProtection.None,
    };
}
