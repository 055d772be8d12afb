namespace Telemed.Consults.Stores;

/// <summary>An opened glass, as the privacy officer's list holds it.</summary>
/// <param name="Consult">Which case.</param>
/// <param name="Person">Who opened it.</param>
/// <param name="At">When.</param>
/// <param name="ReviewedAt">When it was reviewed, or <c>null</c>.</param>
public sealed record GlassRow(ConsultId Consult, PersonId Person, DateTimeOffset At, DateTimeOffset? ReviewedAt);
