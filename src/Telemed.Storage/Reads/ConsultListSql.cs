using Dapper;

namespace Telemed.Storage.Reads;

/// <summary>The SELECT of a list of consult rows; each condition rests on an index.</summary>
internal static class ConsultListSql
{
    private const string Columns =
        """
        SELECT c.id AS Id, c.version AS Version, c.state AS State, c.lane AS Lane, c.service AS Service,
          c.urgency AS Urgency, c.requester AS Requester, c.institution AS Institution, c.specialist AS Specialist,
          c.created_at AS CreatedAt, c.submitted_at AS SubmittedAt, c.since AS Since, c.clock_kind AS ClockKind,
          c.clock_due AS ClockDue, c.has_consent AS HasConsent, c.has_opinion AS HasOpinion,
          c.unrecorded AS Unrecorded, c.starts_at AS StartsAt, c.marks AS Marks, c.referred_to AS ReferredTo, c.label AS Label, k.master_key AS MasterKey, k.wrapped AS Wrapped
        FROM consult_rows c LEFT JOIN case_keys k ON k.case_id = c.id
        """;

    private const string Involving =
        """
        c.id IN (SELECT id FROM consult_rows WHERE requester = @person
          UNION SELECT id FROM consult_rows WHERE specialist = @person
          UNION SELECT id FROM consult_rows WHERE institution = @institution
          UNION SELECT id FROM consult_rows WHERE referred_to = @institution
          UNION SELECT consult FROM offers WHERE person = @person)
        """;

    internal static (string Sql, DynamicParameters Values) Of(ConsultQuery query, Database database)
    {
        var conditions = new List<string>();
        var values = new DynamicParameters();
        if (query.Involving is { } person)
        {
            conditions.Add(Involving);
            values.Add("person", person.Value);
            values.Add("institution", query.OrInstitution?.Value ?? "");
        }

        if (query.States is { } states)
        {
            var stated = database.OneOf("c.state", "states");
            conditions.Add(query.OrMarked == CaseMarks.None ? stated : $"({stated} OR c.marks & @marks <> 0)");
            if (query.OrMarked != CaseMarks.None)
            {
                values.Add("marks", (long)query.OrMarked);
            }

            values.Add("states", states.Select(state => state.ToString()).ToArray());
        }

        if (query.Services is { } services)
        {
            conditions.Add(database.OneOf("c.service", "services"));
            values.Add("services", services.Select(service => service.Value).ToArray());
        }

        values.Add("most", query.Most);
        var where = conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
        return ($"{Columns}{where} ORDER BY c.created_at DESC, c.id LIMIT @most", values);
    }
}
