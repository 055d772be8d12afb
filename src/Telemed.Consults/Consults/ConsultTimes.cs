namespace Telemed.Consults.Consults;

/// <summary>
/// The consult's own clocks; per network, validated at start. The ring's are in <see cref="RingOptions"/>.
/// </summary>
public sealed record ConsultTimes
{
    /// <summary>From the acceptance until a session that never began lapses. Default 30 min; 1 min to 24 h.</summary>
    public TimeSpan JoinWithin { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long an interrupted session is kept. Default 10 min, never less (F4); at most 24 h.</summary>
    public TimeSpan KeepInterrupted { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>From the end of an emergency session to the first reminder. Default 15 min; 1 min to 24 h.</summary>
    public TimeSpan EmergencyOpinion { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>From the end of any other session to the first reminder. Default 1 h; 1 min to 72 h.</summary>
    public TimeSpan Opinion { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Between two reminders. Default 30 min; 1 min to 24 h.</summary>
    public TimeSpan RemindEvery { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Reminders before the escalation. Default 3; 0 to 20.</summary>
    public int Reminders { get; init; } = 3;

    /// <summary>Every fault of these values, each with name, bound and value seen; empty when all hold.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        Bounds.Check(faults, nameof(JoinWithin), JoinWithin, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        Bounds.Check(
            faults, nameof(KeepInterrupted), KeepInterrupted, TimeSpan.FromMinutes(10), TimeSpan.FromHours(24));
        Bounds.Check(
            faults, nameof(EmergencyOpinion), EmergencyOpinion, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        Bounds.Check(faults, nameof(Opinion), Opinion, TimeSpan.FromMinutes(1), TimeSpan.FromHours(72));
        Bounds.Check(faults, nameof(RemindEvery), RemindEvery, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        Bounds.Check(faults, nameof(Reminders), Reminders, 0, 20);
        return faults;
    }
}
