namespace Telemed.Consults.Views;

/// <summary>A house's link before an appointment.</summary>
/// <param name="Consult">The appointment's consult.</param>
/// <param name="Institution">The house.</param>
/// <param name="StartsAt">When the appointment is.</param>
/// <param name="AskedAt">When the house was asked to measure.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="Score">From 0, the telephone, to 5, everything; <c>null</c> unless measured.</param>
/// <param name="Link">What was measured, or <c>null</c>.</param>
public sealed record SiteProbeView(
    ConsultId Consult,
    Name Institution,
    DateTimeOffset StartsAt,
    DateTimeOffset AskedAt,
    SiteProbeOutcome Outcome,
    int? Score,
    SiteLink? Link);
