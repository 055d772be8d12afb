namespace Telemed.Storage.Reads;

/// <summary>A stored glass.</summary>
internal sealed class GlassRecord
{
    public string Consult { get; init; } = "";

    public string Person { get; init; } = "";

    public long At { get; init; }

    public long? ReviewedAt { get; init; }
}
