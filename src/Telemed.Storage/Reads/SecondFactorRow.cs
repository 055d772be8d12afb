namespace Telemed.Storage.Reads;

/// <summary>A stored second factor.</summary>
internal sealed class SecondFactorRow
{
    public byte[] Secret { get; init; } = [];

    public string MasterKey { get; init; } = "";

    public long IsOn { get; init; }

    public long LastStep { get; init; }
}
