namespace Telemed.Consults.Scheduling;

/// <summary>What is told shortly before an appointment. Nothing of the patient: it goes to phones and other systems.</summary>
/// <param name="Consult">The consult.</param>
/// <param name="Service">The service that was asked.</param>
/// <param name="StartsAt">When the session is to begin.</param>
/// <param name="People">Whom it concerns: who asked, the lead, and the experts who take part.</param>
public sealed record Reminder(
    ConsultId Consult, ServiceCode Service, DateTimeOffset StartsAt, IReadOnlyList<PersonId> People);
