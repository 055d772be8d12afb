namespace Telemed.Consults.Stores;

/// <summary>One measurement of a house's link before an appointment: a fact of the house.</summary>
/// <param name="Consult">The appointment's consult.</param>
/// <param name="Institution">The house.</param>
/// <param name="StartsAt">When the appointment is.</param>
/// <param name="AskedAt">When it was asked to measure.</param>
/// <param name="Until">Until when it could answer.</param>
/// <param name="AnsweredAt">When it had measured, or <c>null</c>.</param>
/// <param name="Link">What it measured, or <c>null</c>.</param>
public sealed record SiteProbeRow(
    ConsultId Consult,
    InstitutionId Institution,
    DateTimeOffset StartsAt,
    DateTimeOffset AskedAt,
    DateTimeOffset Until,
    DateTimeOffset? AnsweredAt,
    SiteLink? Link)
{
    /// <summary>What came of it, as known at an instant.</summary>
    public SiteProbeOutcome OutcomeAt(DateTimeOffset now) => Link is not null ? SiteProbeOutcome.Measured
        : now < Until ? SiteProbeOutcome.Waiting
        : SiteProbeOutcome.NotReached;
}
