namespace Telemed.Storage.Reads;

/// <summary>A stored clock.</summary>
internal sealed class ClockRecord
{
    public string Stream { get; init; } = "";

    public string Kind { get; init; } = "";

    public long DueAt { get; init; }
}
