using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;

namespace Telemed.Rtc.Sdp;

/// <summary>All that <see cref="SdpOfferWriter"/> needs.</summary>
public sealed class OfferPlan
{
    /// <summary>The o= line's session id.</summary>
    public required ulong SessionId { get; init; }

    /// <summary>The o= line's version; one more with each offer. Default 1.</summary>
    public ulong SessionVersion { get; init; } = 1;

    /// <summary>Our ICE credentials.</summary>
    public required IceCredentials Ice { get; init; }

    /// <summary>Our certificate's fingerprint.</summary>
    public required DtlsFingerprint Fingerprint { get; init; }

    /// <summary>The audio to send; null for none.</summary>
    public OfferStream? Audio { get; init; }

    /// <summary>The video to send; null for none.</summary>
    public OfferStream? Video { get; init; }

    /// <summary>The video is H.264 of this profile-level-id (RFC 6184 section 8.1) and not VP8; null for VP8.</summary>
    public string? H264Profile { get; init; }

    /// <summary>How many audio slots to receive into. Default 2.</summary>
    public int AudioSlots { get; init; } = 2;

    /// <summary>How many video slots to receive into. Default 2.</summary>
    public int VideoSlots { get; init; } = 2;

    /// <summary>Whether we report when packets in the slots arrive, so that the peer can measure the way to us. Default yes.</summary>
    public bool ReportsArrivals { get; init; } = true;
}
