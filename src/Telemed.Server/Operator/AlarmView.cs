using Telemed.Consults.Institutions;
using Telemed.Consults.Operations;

namespace Telemed.Server.Operator;

/// <summary>An alarm as an operator sees it.</summary>
/// <param name="Id">Which.</param>
/// <param name="Kind">What about.</param>
/// <param name="Subject">Which institution, recording, node or urgency, by its id.</param>
/// <param name="SubjectName">The institution's name; null for other subjects.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Value">The figure that it rests on.</param>
/// <param name="RaisedAt">When it began.</param>
/// <param name="ClearedAt">When its condition was gone, or null.</param>
/// <param name="AcknowledgedAt">When somebody took it on, or null.</param>
/// <param name="AcknowledgedBy">Who, or null.</param>
/// <param name="Note">What they noted, or null.</param>
internal sealed record AlarmView(
    string Id,
    AlarmKind Kind,
    string Subject,
    Name? SubjectName,
    AlarmSeverity Severity,
    int Value,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ClearedAt,
    DateTimeOffset? AcknowledgedAt,
    Name? AcknowledgedBy,
    string? Note)
{
    /// <summary>An alarm with the names that the network has.</summary>
    public static AlarmView Of(Alarm alarm, Network network) => new(
        alarm.Id,
        alarm.Condition.Kind,
        alarm.Condition.Subject,
        alarm.Condition.Kind is AlarmKind.SiteBad or AlarmKind.SiteUnreachable
            ? network.FindInstitution(new(alarm.Condition.Subject))?.Name
            : null,
        alarm.Condition.Severity,
        alarm.Condition.Value,
        alarm.RaisedAt,
        alarm.ClearedAt,
        alarm.AcknowledgedAt,
        alarm.AcknowledgedBy is { } by ? network.FindPerson(by)?.Name : null,
        alarm.Note);
}
