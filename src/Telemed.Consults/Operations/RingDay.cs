namespace Telemed.Consults.Operations;

/// <summary>The rings of one day of UTC+8.</summary>
/// <param name="Day">Its beginning.</param>
/// <param name="Accepted">How many were taken.</param>
/// <param name="Declined">How many were refused.</param>
/// <param name="Expired">How many nobody answered.</param>
/// <param name="MedianSeconds">The median time to an answer; null when there was none.</param>
/// <param name="P95Seconds">The time that 95 of 100 answers did not exceed; null when there was none.</param>
public sealed record RingDay(
    DateTimeOffset Day, int Accepted, int Declined, int Expired, int? MedianSeconds, int? P95Seconds)
{
    /// <summary>The rings of each day, in order; days without one are left out.</summary>
    public static IReadOnlyList<RingDay> Of(IEnumerable<RingRow> rings) =>
        [.. rings.GroupBy(one => LinkSpans.StartOf(LinkGrain.Day, one.MadeAt)).OrderBy(one => one.Key).Select(Of)];

    private static RingDay Of(IGrouping<DateTimeOffset, RingRow> day)
    {
        var answers = day.Where(one => one.AnsweredAt is not null)
            .Select(one => (int)Math.Round((one.AnsweredAt!.Value - one.MadeAt).TotalSeconds)).Order().ToList();
        return new(
            day.Key,
            day.Count(one => one.Status is OfferStatus.Accepted or OfferStatus.Released),
            day.Count(one => one.Status == OfferStatus.Declined),
            day.Count(one => one.Status == OfferStatus.Expired),
            At(answers, 0.5),
            At(answers, 0.95));
    }

    private static int? At(List<int> sorted, double share) =>
        sorted.Count == 0 ? null : sorted[(int)Math.Ceiling(sorted.Count * share) - 1];
}
