using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Operations;

namespace Telemed.Server.Operator;

/// <summary>Counts by day for a supervisor's own system. The format's name changes when a field does.</summary>
/// <param name="Format">The format: <c>telemed-counts-1</c>.</param>
/// <param name="AsOf">When it was counted; the states are those of then.</param>
/// <param name="From">The first day, of UTC+8.</param>
/// <param name="Until">The day after the last.</param>
/// <param name="Rows">Days, kinds and numbers, in order; kinds without a consult are left out.</param>
internal sealed record CountFeed(
    string Format, DateTimeOffset AsOf, DateOnly From, DateOnly Until, IReadOnlyList<CountFeed.Row> Rows)
{
    /// <summary>The format's present name.</summary>
    public const string Present = "telemed-counts-1";

    /// <summary>How many consults of one kind were submitted on one day.</summary>
    public sealed record Row(
        DateOnly Day, InstitutionId Institution, ServiceCode Service, Lane Lane, ConsultStatus State, int Count)
    {
        /// <summary>A row as the feed writes it.</summary>
        public static Row Of(CountDay one) =>
            new(one.Day, one.Count.Institution, one.Count.Service, one.Count.Lane, one.Count.State, one.Count.Count);
    }
}
