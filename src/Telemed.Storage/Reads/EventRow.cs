namespace Telemed.Storage.Reads;

/// <summary>A stored fact with the key of its case.</summary>
internal sealed class EventRow
{
    public long Tx { get; init; }

    public long Position { get; init; }

    public string Stream { get; init; } = "";

    public long Version { get; init; }

    public long At { get; init; }

    public string Actor { get; init; } = "";

    public string Type { get; init; } = "";

    public string Data { get; init; } = "";

    public byte[] Hash { get; init; } = [];

    public string? CaseId { get; init; }

    public string? MasterKey { get; init; }

    public byte[]? Wrapped { get; init; }
}
