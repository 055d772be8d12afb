namespace Telemed.Storage.Library;

/// <summary>A copy as it stands in the database.</summary>
internal sealed class CopyRow
{
    public string Id { get; init; } = "";

    public long Day { get; init; }

    public string MasterKey { get; init; } = "";

    public byte[] Wrapped { get; init; } = [];

    public byte[] Data { get; init; } = [];
}
