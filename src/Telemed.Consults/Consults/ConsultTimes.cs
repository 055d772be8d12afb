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

    /// <summary>How long before an appointment its room opens. Default 15 min; 0 to 4 h.</summary>
    public TimeSpan OpenBefore { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long before an appointment its people are reminded. Default 60 min; 0 to 48 h.</summary>
    public TimeSpan RemindBefore { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>
    /// From the acceptance of a read without a room to the first reminder, in service hours. Default 10 min; 1 min to 72 h.
    /// </summary>
    public TimeSpan Read { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// From the sending of a read until nobody's having taken it is told, in service hours. Default 3 min; 0 (as a request
    /// with a room) to 72 h.
    /// </summary>
    public TimeSpan ReadReply { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>When reads are answered on a working day, by UTC+8. Default 8:00 to 18:00; within one day.</summary>
    public ServiceHours ServiceHours { get; init; } = new(TimeSpan.FromHours(8), TimeSpan.FromHours(18));

    /// <summary>How long an invited expert may take to answer. Default 10 min; 1 min to 72 h.</summary>
    public TimeSpan AnswerInvitation { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// From the two doctors' override to the patient's own answer. Default 24 h; 1 h to 24 h (C1).
    /// </summary>
    public TimeSpan CompleteConsent { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long a link for the patient can be used. Default 15 min; 1 min to 24 h.</summary>
    public TimeSpan GuestLink { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a patient may play a recording once that was granted. Default 30 days; 1 h to 365 days.</summary>
    public TimeSpan PatientPlays { get; init; } = TimeSpan.FromDays(30);

    /// <summary>From the closing of a case until it is filed in the archive. Default 30 days; 1 h to 365 days.</summary>
    public TimeSpan ArchiveAfter { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// From the end of a case until the specialists who took part no longer see it. Default 90 days; 1 to 3,650 days.
    /// </summary>
    public TimeSpan LeadWindow { get; init; } = TimeSpan.FromDays(90);

    /// <summary>
    /// How long before an appointment the asking house's link is measured first. Default 60 min; 0 (not at all) to 24 h.
    /// </summary>
    public TimeSpan ProbeFirst { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>How long before an appointment it is measured again. Default 15 min; 0 (not at all) to 24 h.</summary>
    public TimeSpan ProbeAgain { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the house's page may take to measure, or to be there. Default 60 s; 15 s to 10 min.</summary>
    public TimeSpan AnswerProbe { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// From the beginning of a session until everybody in the room is told that it is as long as it should be. Default
    /// 30 min; 0 (never) to 24 h. Nobody is cut off.
    /// </summary>
    public TimeSpan SessionLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>From an interruption until the telephone is offered. Default 60 s; 10 s to 10 min.</summary>
    public TimeSpan OfferBridge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// From a patient's call from home until the dispatchers are told that nobody of the house has answered. Default 5 min;
    /// 1 min to 24 h.
    /// </summary>
    public TimeSpan AnswerAlert { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From an urgent request until nobody's having taken it is told. Default 10 min; 0 (never) to 24 h.</summary>
    public TimeSpan UrgentReply { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>From an ordinary request until that is told. Default 24 h; 0 (never) to 7 days.</summary>
    public TimeSpan OrdinaryReply { get; init; } = TimeSpan.FromHours(24);

    /// <summary>From an emergency until the missing opinion is told. Default 12 h; 0 (never) to 7 days.</summary>
    public TimeSpan EmergencyDone { get; init; } = TimeSpan.FromHours(12);

    /// <summary>From a planned request until the missing appointment is told. Default 48 h; 0 (never) to 30 days.</summary>
    public TimeSpan PlannedArranged { get; init; } = TimeSpan.FromHours(48);

    /// <summary>
    /// Working days from a planned request until it is told that it was not held. Default 3; 0 (never) to 60.
    /// </summary>
    public int PlannedHeldDays { get; init; } = 3;

    /// <summary>
    /// Each how manieth half hour of a clinic day is kept for walk-ins and cannot be booked online. Default 4; 2 to 20, or
    /// 0 for none.
    /// </summary>
    public int WalkInEvery { get; init; } = 4;

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
        Bounds.Check(faults, nameof(OpenBefore), OpenBefore, TimeSpan.Zero, TimeSpan.FromHours(4));
        Bounds.Check(faults, nameof(RemindBefore), RemindBefore, TimeSpan.Zero, TimeSpan.FromHours(48));
        Bounds.Check(faults, nameof(Read), Read, TimeSpan.FromMinutes(1), TimeSpan.FromHours(72));
        Bounds.Check(faults, nameof(ReadReply), ReadReply, TimeSpan.Zero, TimeSpan.FromHours(72));
        if (!ServiceHours.IsValid)
        {
            faults.Add($"{nameof(ServiceHours)} must end after they begin, within one day; seen {ServiceHours.From} to {ServiceHours.Until}.");
        }

        Bounds.Check(faults, nameof(AnswerInvitation), AnswerInvitation, TimeSpan.FromMinutes(1), TimeSpan.FromHours(72));
        Bounds.Check(faults, nameof(CompleteConsent), CompleteConsent, TimeSpan.FromHours(1), TimeSpan.FromHours(24));
        Bounds.Check(faults, nameof(GuestLink), GuestLink, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        Bounds.Check(faults, nameof(PatientPlays), PatientPlays, TimeSpan.FromHours(1), TimeSpan.FromDays(365));
        Bounds.Check(faults, nameof(ProbeFirst), ProbeFirst, TimeSpan.Zero, TimeSpan.FromHours(24));
        Bounds.Check(faults, nameof(ProbeAgain), ProbeAgain, TimeSpan.Zero, TimeSpan.FromHours(24));
        Bounds.Check(faults, nameof(AnswerProbe), AnswerProbe, TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(10));
        Bounds.Check(faults, nameof(SessionLimit), SessionLimit, TimeSpan.Zero, TimeSpan.FromHours(24));
        Bounds.Check(faults, nameof(OfferBridge), OfferBridge, TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(10));
        Bounds.Check(faults, nameof(AnswerAlert), AnswerAlert, TimeSpan.FromMinutes(1), TimeSpan.FromHours(24));
        Bounds.Check(faults, nameof(UrgentReply), UrgentReply, TimeSpan.Zero, TimeSpan.FromHours(24));
        Bounds.Check(faults, nameof(OrdinaryReply), OrdinaryReply, TimeSpan.Zero, TimeSpan.FromDays(7));
        Bounds.Check(faults, nameof(EmergencyDone), EmergencyDone, TimeSpan.Zero, TimeSpan.FromDays(7));
        Bounds.Check(faults, nameof(PlannedArranged), PlannedArranged, TimeSpan.Zero, TimeSpan.FromDays(30));
        Bounds.Check(faults, nameof(PlannedHeldDays), PlannedHeldDays, 0, 60);
        Bounds.Check(faults, nameof(WalkInEvery), WalkInEvery, WalkInEvery == 0 ? 0 : 2, 20);
        Bounds.Check(faults, nameof(ArchiveAfter), ArchiveAfter, TimeSpan.FromHours(1), TimeSpan.FromDays(365));
        Bounds.Check(faults, nameof(LeadWindow), LeadWindow, TimeSpan.FromDays(1), TimeSpan.FromDays(3_650));
        return faults;
    }
}
