namespace Telemed.Storage.Reads;

/// <summary>A stored shift.</summary>
internal sealed class RotaRow
{
    public string Person { get; init; } = "";

    public string Service { get; init; } = "";

    public long FromAt { get; init; }

    public long UntilAt { get; init; }
}
