using Telemed.Rtc.Time;

namespace Telemed.Sfu.Streams;

/// <summary>
/// Chooses how sound to one receiver is protected, from the loss on the way to it: more at once, less step by step after
/// ten seconds of clearly less loss, and never more than the link has room for; what was too much is not tried again for
/// twenty seconds. Allocates nothing.
/// </summary>
internal struct ProtectionChooser
{
    private const double NearFrom = 0.02;
    private const double MiddleFrom = 0.06;
    private const double FarFrom = 0.1;
    private const double Hysteresis = 0.6;
    private const double Smoothing = 0.4;
    private static readonly TimeSpan DownAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RoomAfter = TimeSpan.FromSeconds(20);

    private MonotonicTime _neededAt;
    private MonotonicTime _roomFrom;

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
    /// <param name="most">What the link has room for.</param>
    public void Choose(MonotonicTime now, double loss, SoundProtection most)
    {
        var asked = AskedBy(loss);
        if (asked > Wanted)
        {
            Wanted = asked;
        }

        if (AskedBy(loss / Hysteresis) >= Wanted)
        {
            _neededAt = now;
        }
        else if (now - _neededAt > DownAfter)
        {
            Wanted--;
            _neededAt = now;
        }

        if (most < Chosen)
        {
            // It was too much: an estimate that rises while little is sent is no room yet.
            Chosen = most;
            _roomFrom = now + RoomAfter;
        }
        else if (Wanted < Chosen || now >= _roomFrom)
        {
            Chosen = Wanted < most ? Wanted : most;
        }
    }

    private static SoundProtection AskedBy(double loss) => loss switch
    {
        >= FarFrom => SoundProtection.Far,
        >= MiddleFrom => SoundProtection.Middle,
        >= NearFrom => SoundProtection.Near,
        _ => SoundProtection.None,
    };
}
