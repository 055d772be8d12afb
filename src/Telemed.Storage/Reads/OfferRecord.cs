namespace Telemed.Storage.Reads;

/// <summary>Whom a consult rings or rang.</summary>
internal sealed class OfferRecord
{
    public string Consult { get; init; } = "";

    public string Person { get; init; } = "";

    public string Status { get; init; } = "";
}
