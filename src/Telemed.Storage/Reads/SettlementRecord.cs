namespace Telemed.Storage.Reads;

/// <summary>A stored settlement.</summary>
internal sealed class SettlementRecord
{
    public string Consult { get; init; } = "";

    public string Institution { get; init; } = "";

    public string Service { get; init; } = "";

    public string Payer { get; init; } = "";

    public long Amount { get; init; }

    public long At { get; init; }
}
