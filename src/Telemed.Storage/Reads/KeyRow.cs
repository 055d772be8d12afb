namespace Telemed.Storage.Reads;

/// <summary>A case's wrapped key.</summary>
internal sealed class KeyRow
{
    public string CaseId { get; init; } = "";

    public string MasterKey { get; init; } = "";

    public byte[]? Wrapped { get; init; }
}
