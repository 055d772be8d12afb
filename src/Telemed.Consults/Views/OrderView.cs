namespace Telemed.Consults.Views;

/// <summary>An order by which a regulator plays the recording, as the records officers see it.</summary>
/// <param name="Id">Which order of the case.</param>
/// <param name="Authority">Whose order it is.</param>
/// <param name="Number">Under which number.</param>
/// <param name="Reason">Why.</param>
/// <param name="Until">Until when it holds.</param>
/// <param name="EnteredBy">Who entered it.</param>
/// <param name="EnteredAt">When.</param>
/// <param name="ConfirmedBy">The second officer, or <c>null</c>.</param>
/// <param name="ConfirmedAt">When they confirmed it, or <c>null</c>.</param>
/// <param name="EndedBy">Who ended it, or <c>null</c>.</param>
/// <param name="EndedAt">When, or <c>null</c>.</param>
public sealed record OrderView(
    string Id,
    string? Authority,
    string? Number,
    string? Reason,
    DateTimeOffset Until,
    PersonView EnteredBy,
    DateTimeOffset EnteredAt,
    PersonView? ConfirmedBy,
    DateTimeOffset? ConfirmedAt,
    PersonView? EndedBy,
    DateTimeOffset? EndedAt);
