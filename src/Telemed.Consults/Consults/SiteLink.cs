namespace Telemed.Consults.Consults;

/// <summary>A house's link as its page measured it through the relay: nothing of a patient.</summary>
/// <param name="Mode">What it is good for.</param>
/// <param name="UpKbps">What gets through from the house, in kbit/s; <c>null</c> when nothing came through at all.</param>
/// <param name="DownKbps">What gets through to it, in kbit/s.</param>
/// <param name="LossPercent">Packets that were lost, the worse way.</param>
/// <param name="RoundTripMs">Round trip, in milliseconds.</param>
/// <param name="JitterMs">How unevenly packets arrive, in milliseconds.</param>
/// <param name="Path"><c>udp</c> or <c>tcp</c>, or <c>null</c> when not known.</param>
public sealed record SiteLink(
    SiteLinkMode Mode,
    int? UpKbps,
    int? DownKbps,
    double? LossPercent,
    int? RoundTripMs,
    int? JitterMs,
    string? Path)
{
    /// <summary>From 0, the telephone, to 5, everything, as the room scores links.</summary>
    [JsonIgnore]
    public int Score => Mode switch
    {
        SiteLinkMode.Full => 5,
        SiteLinkMode.Weak => 3,
        SiteLinkMode.Photo => 2,
        SiteLinkMode.Audio => 1,
        _ => 0,
    };
}
