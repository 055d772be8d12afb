using Telemed.Consults.Ids;
using Telemed.Consults.Operations;

namespace Telemed.Server.Operator;

/// <summary>A site's history.</summary>
/// <param name="Site">The institution.</param>
/// <param name="Grain">Hours or days.</param>
/// <param name="From">The beginning.</param>
/// <param name="Until">The end.</param>
/// <param name="Rows">The spans in which it was measured, oldest first.</param>
internal sealed record HistoryView(
    InstitutionId Site, LinkGrain Grain, DateTimeOffset From, DateTimeOffset Until, IReadOnlyList<HistoryRow> Rows);
