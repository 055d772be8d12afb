using Telemed.Consults.Operations;

namespace Telemed.Storage.Operations;

/// <summary>A node's word about a site as it is stored: loss in thousandths, times in milliseconds.</summary>
internal sealed class LookRecord
{
    public string Site { get; init; } = "";

    public string Node { get; init; } = "";

    public long SeenAt { get; init; }

    public int People { get; init; }

    public int Score { get; init; }

    public int Loss { get; init; }

    public int? Trip { get; init; }

    public int Jitter { get; init; }

    public SiteLook ToLook() => new(
        new(Site), Node, Instant.To(SeenAt), People, new(Loss / 10.0, Trip, Jitter, Score));
}
