namespace Telemed.Consults.Consults;

/// <summary>A written order by which a regulator plays the recording of one case: entered by one records officer, confirmed by another.</summary>
/// <param name="Id">Which order of the case.</param>
/// <param name="EnteredBy">Who entered it.</param>
/// <param name="EnteredAt">When.</param>
/// <param name="Until">Until when it holds.</param>
/// <param name="Text">Whose order it is, under which number, and why.</param>
/// <param name="ConfirmedBy">The second officer, or <c>null</c>.</param>
/// <param name="ConfirmedAt">When they confirmed it, or <c>null</c>.</param>
/// <param name="EndedBy">Who ended it before its time, or <c>null</c>.</param>
/// <param name="EndedAt">When, or <c>null</c>.</param>
public sealed record PlayOrder(
    string Id,
    PersonId EnteredBy,
    DateTimeOffset EnteredAt,
    DateTimeOffset Until,
    [property: JsonPropertyName("personal")] OrderText? Text,
    PersonId? ConfirmedBy = null,
    DateTimeOffset? ConfirmedAt = null,
    PersonId? EndedBy = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>The longest that an order holds.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Whether the recording may be played by it now.</summary>
    public bool IsInForceAt(DateTimeOffset now) => ConfirmedAt is not null && EndedAt is null && Until > now;
}
