namespace Telemed.Storage.Reads;

/// <summary>How many consults of one kind.</summary>
internal sealed class CountRecord
{
    public string Institution { get; init; } = "";

    public string Service { get; init; } = "";

    public string Lane { get; init; } = "";

    public string State { get; init; } = "";

    public long Number { get; init; }
}
