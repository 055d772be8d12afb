namespace Telemed.Storage.Reads;

/// <summary>A stream's latest state with the key of its case.</summary>
internal sealed class SnapshotRow
{
    public string Key { get; init; } = "";

    public long Version { get; init; }

    public byte[] Hash { get; init; } = [];

    public string State { get; init; } = "";

    public string? CaseId { get; init; }

    public string? MasterKey { get; init; }

    public byte[]? Wrapped { get; init; }
}
