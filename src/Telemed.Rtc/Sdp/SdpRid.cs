namespace Telemed.Rtc.Sdp;

/// <summary>One simulcast layer's a=rid line (RFC 8851).</summary>
/// <param name="Id">The layer's name.</param>
/// <param name="IsSend">Whether the writer sends it; else it receives it.</param>
public sealed record SdpRid(string Id, bool IsSend);
