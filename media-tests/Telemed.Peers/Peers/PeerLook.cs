namespace Telemed.Peers.Peers;

/// <summary>How a sender can be told from the others by a picture of it.</summary>
internal static class PeerLook
{
    /// <summary>What somebody sends, in the mean.</summary>
    private static readonly Dictionary<string, int[]> Means = new(StringComparer.Ordinal)
    {
        [nameof(PeerKind.Aiortc)] = [199, 110, 51],
        [nameof(PeerKind.Pion)] = [78, 128, 63],
        [nameof(PeerKind.Webrtcbin)] = [127, 0, 190],
    };

    /// <summary>Whose picture it is: the sender's whose mean colour is nearest, or nobody's where none is near.</summary>
    public static string Of(IReadOnlyList<int>? colour)
    {
        const double Near = 40;
        if (colour is null) return "nobody";
        var nearest = Means.MinBy(one => Distance(one.Value, colour));
        return Distance(nearest.Value, colour) < Near ? nearest.Key : "nobody";
    }

    private static double Distance(int[] one, IReadOnlyList<int> other) =>
        Math.Sqrt(one.Select((value, index) => Math.Pow(value - other[index], 2)).Sum());
}
