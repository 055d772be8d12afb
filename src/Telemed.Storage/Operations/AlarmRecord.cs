using Telemed.Consults.Operations;

namespace Telemed.Storage.Operations;

/// <summary>An alarm as it is stored.</summary>
internal sealed class AlarmRecord
{
    public string Id { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Subject { get; init; } = "";

    public int Severity { get; init; }

    public int Value { get; init; }

    public long RaisedAt { get; init; }

    public long? ClearedAt { get; init; }

    public long? AcknowledgedAt { get; init; }

    public string? AcknowledgedBy { get; init; }

    public string? Note { get; init; }

    public Alarm ToAlarm() => new(
        Id,
        new(Enum.Parse<AlarmKind>(Kind), Subject, (AlarmSeverity)Severity, Value),
        Instant.To(RaisedAt),
        Instant.To(ClearedAt),
        Instant.To(AcknowledgedAt),
        AcknowledgedBy is { } by ? new PersonId(by) : null,
        Note);
}
