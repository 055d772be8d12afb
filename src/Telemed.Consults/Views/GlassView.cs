namespace Telemed.Consults.Views;

/// <summary>An opened glass.</summary>
/// <param name="Consult">Which case.</param>
/// <param name="Person">Who opened it.</param>
/// <param name="At">When.</param>
/// <param name="Until">When it closes, or closed, by itself.</param>
/// <param name="Reason">Why.</param>
/// <param name="ReviewedBy">Who looked into it, or <c>null</c>.</param>
/// <param name="ReviewedAt">When, or <c>null</c>.</param>
/// <param name="Justified">What they found, or <c>null</c>.</param>
/// <param name="Overdue">Whether the review is overdue.</param>
public sealed record GlassView(
    ConsultId Consult,
    PersonView Person,
    DateTimeOffset At,
    DateTimeOffset Until,
    string? Reason,
    PersonView? ReviewedBy,
    DateTimeOffset? ReviewedAt,
    bool? Justified,
    bool Overdue);
