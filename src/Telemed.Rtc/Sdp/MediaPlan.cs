using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Sdp;

/// <summary>What an answer does with one offered m-section: one of the four cases within.</summary>
public abstract record MediaPlan
{
    private MediaPlan()
    {
    }

    /// <summary>Take the peer's publication.</summary>
    /// <param name="Simulcast">Whether to take all simulcast layers that it offers, or one encoding only.</param>
    public sealed record Receive(bool Simulcast = true) : MediaPlan;

    /// <summary>Send into the peer's slot.</summary>
    /// <param name="Ssrc">The stream's SSRC, which stays the slot's whatever source is in it.</param>
    /// <param name="RtxSsrc">The retransmissions' SSRC; null for audio.</param>
    /// <param name="StreamId">The stream that the browser shows the track under, such as "slot5".</param>
    /// <param name="TrackId">The track's name.</param>
    /// <param name="Cname">The source's CNAME; letters, digits and dashes.</param>
    public sealed record Send(Ssrc Ssrc, Ssrc? RtxSsrc, string StreamId, string TrackId, string Cname) : MediaPlan;

    /// <summary>Keep the section, let nothing flow.</summary>
    public sealed record Inactive : MediaPlan;

    /// <summary>Refuse the section for good.</summary>
    public sealed record Rejected : MediaPlan;
}
