namespace Telemed.Storage.Reads;

/// <summary>A stored command.</summary>
internal sealed class CommandRow
{
    public string Kind { get; init; } = "";

    public string Stream { get; init; } = "";

    public long At { get; init; }
}
