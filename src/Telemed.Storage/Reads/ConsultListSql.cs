using System.Globalization;
using Dapper;

namespace Telemed.Storage.Reads;

/// <summary>
/// The SELECT of a list of consult rows. Each way in which a row belongs to the list is a question of its own, for the newest
/// rows that an index gives in their order; keys are looked up for what is left. A list so costs what it shows, not what
/// lies in the store.
/// </summary>
internal static class ConsultListSql
{
    private const string Columns =
        """
        SELECT c.id AS Id, c.version AS Version, c.state AS State, c.lane AS Lane, c.service AS Service,
          c.urgency AS Urgency, c.requester AS Requester, c.institution AS Institution, c.specialist AS Specialist,
          c.created_at AS CreatedAt, c.submitted_at AS SubmittedAt, c.since AS Since, c.finished_at AS FinishedAt, c.clock_kind AS ClockKind,
          c.clock_due AS ClockDue, c.has_consent AS HasConsent, c.has_opinion AS HasOpinion,
          c.unrecorded AS Unrecorded, c.starts_at AS StartsAt, c.marks AS Marks, c.referred_to AS ReferredTo, c.label AS Label, k.master_key AS MasterKey, k.wrapped AS Wrapped
        """;

    private const string Order = "ORDER BY c.created_at DESC, c.id LIMIT @most";

    internal static (string Sql, DynamicParameters Values) Of(ConsultQuery query, Database database)
    {
        var values = new DynamicParameters();
        values.Add("most", query.Most);
        var all = Conditions(query, database, values);
        List<string> ways = [.. Ways(query, database, values).Select(way => Newest([way, .. all]))];
        if (query.Involving is not null)
        {
            ways.Add("SELECT consult FROM offers WHERE person = @person");
        }

        var rows = ways.Count == 0 ? all : [$"c.id IN ({string.Join(" UNION ", ways)})", .. all];
        return (
            $"""
            {Columns}
            FROM (SELECT c.* FROM consult_rows c{Where(rows)} {Order}) c
            LEFT JOIN case_keys k ON k.case_id = c.id ORDER BY c.created_at DESC, c.id
            """,
            values);
    }

    private static string Newest(IReadOnlyList<string> conditions) =>
        $"SELECT id FROM (SELECT c.id FROM consult_rows c{Where(conditions)} {Order}) newest";

    private static string Where(IReadOnlyList<string> conditions) =>
        conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);

    /// <summary>The ways in which a row belongs to the list; none when every row does that fulfils the conditions.</summary>
    private static IEnumerable<string> Ways(ConsultQuery query, Database database, DynamicParameters values)
    {
        if (query.Involving is { } person)
        {
            values.Add("person", person.Value);
            yield return "c.requester = @person";
            yield return "c.specialist = @person";
        }

        if (query is { Involving: not null, OrInstitution: { } own })
        {
            values.Add("own", own.Value);
            yield return "c.institution = @own";
            yield return "c.referred_to = @own";
        }

        if (query.Asked is { } house)
        {
            values.Add("house", house.Value);
            values.Add("leads", query.OrLedBy.Select(one => one.Value).ToArray());
            yield return "c.institution = @house";
            yield return database.OneOf("c.specialist", "leads");
        }

        if (query is { Involving: null, Asked: null, States: not null, OrMarked: not CaseMarks.None })
        {
            yield return database.OneOf("c.state", "states");
            yield return Any(query.OrMarked);
        }
    }

    /// <summary>What holds of every row of the list.</summary>
    private static List<string> Conditions(ConsultQuery query, Database database, DynamicParameters values)
    {
        var conditions = new List<string>();
        if (query.States is { } states)
        {
            var stated = database.OneOf("c.state", "states");
            conditions.Add(query.OrMarked == CaseMarks.None ? stated : $"({stated} OR {Any(query.OrMarked)})");
            values.Add("states", states.Select(state => state.ToString()).ToArray());
        }

        if (query.Marked != CaseMarks.None)
        {
            conditions.Add(Any(query.Marked));
        }

        if (query.Services is { } services)
        {
            conditions.Add(database.OneOf("c.service", "services"));
            values.Add("services", services.Select(service => service.Value).ToArray());
        }

        return conditions;
    }

    /// <summary>A number and no parameter: only so an index over the rows with a mark is one for this question.</summary>
    private static string Any(CaseMarks marks) =>
        string.Create(CultureInfo.InvariantCulture, $"(c.marks & {(long)marks}) <> 0");
}
