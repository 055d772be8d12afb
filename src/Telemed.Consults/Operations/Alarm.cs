namespace Telemed.Consults.Operations;

/// <summary>An alarm: raised while its condition holds, and kept afterwards.</summary>
/// <param name="Id">Which.</param>
/// <param name="Condition">What it is about; the worst severity so far and the latest value.</param>
/// <param name="RaisedAt">When it began.</param>
/// <param name="ClearedAt">When the condition was gone, or <c>null</c> while it holds.</param>
/// <param name="AcknowledgedAt">When somebody took it on, or <c>null</c>.</param>
/// <param name="AcknowledgedBy">Who, or <c>null</c>.</param>
/// <param name="Note">What they noted, or <c>null</c>.</param>
public sealed record Alarm(
    string Id,
    AlarmCondition Condition,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ClearedAt,
    DateTimeOffset? AcknowledgedAt,
    PersonId? AcknowledgedBy,
    string? Note);
