namespace Telemed.Storage.Reads;

/// <summary>A stored rule of the rota.</summary>
internal sealed class RuleRow
{
    public string Kind { get; init; } = "";

    public string Body { get; init; } = "";
}
