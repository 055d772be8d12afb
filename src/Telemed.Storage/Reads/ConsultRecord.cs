namespace Telemed.Storage.Reads;

/// <summary>A stored consult row with the key of its case.</summary>
internal sealed class ConsultRecord
{
    public string Id { get; init; } = "";

    public long Version { get; init; }

    public string State { get; init; } = "";

    public string Lane { get; init; } = "";

    public string Service { get; init; } = "";

    public string Urgency { get; init; } = "";

    public string Requester { get; init; } = "";

    public string Institution { get; init; } = "";

    public string? Specialist { get; init; }

    public long CreatedAt { get; init; }

    public long? SubmittedAt { get; init; }

    public long Since { get; init; }

    public long? FinishedAt { get; init; }

    public string? ClockKind { get; init; }

    public long? ClockDue { get; init; }

    public long HasConsent { get; init; }

    public long HasOpinion { get; init; }

    public long Unrecorded { get; init; }

    public long? StartsAt { get; init; }

    public long Marks { get; init; }

    public string? ReferredTo { get; init; }

    public string Label { get; init; } = "";

    public string? MasterKey { get; init; }

    public byte[]? Wrapped { get; init; }
}
