namespace Telemed.Recording.Journal;

/// <summary>What one recorded track is. It is the first record of the track's segment and repeated in the epoch's index.</summary>
/// <param name="Participant">The participant's id; never a name.</param>
/// <param name="Publication">The publication's id.</param>
/// <param name="Mid">The m-line's mid in the publisher's offer.</param>
/// <param name="Kind">Sound or picture.</param>
/// <param name="Feed">What it shows: <c>voice</c>, <c>face</c>, <c>screen</c>, <c>exam</c>, …</param>
/// <param name="Label">The publisher's own label; may be empty.</param>
/// <param name="Codec">The RTP encoding name: <c>opus</c>, <c>VP8</c> or <c>H264</c>, in any case.</param>
/// <param name="PayloadType">The payload type of the media packets, 0 to 127; packets of another one are not media.</param>
/// <param name="ClockRate">The RTP clock in Hz: 48000 for Opus, 90000 for video.</param>
/// <param name="Ssrc">The media stream's SSRC.</param>
public sealed record TrackDescription(
    string Participant,
    string Publication,
    string Mid,
    TrackKind Kind,
    string Feed,
    string Label,
    string Codec,
    byte PayloadType,
    int ClockRate,
    uint Ssrc)
{
    /// <summary>Which of several encodings of the same picture it is (simulcast): the name that the publisher gave it, its rid
    /// (RFC 8851). Null where there is one only. Another layer is another track of the same publication.</summary>
    public string? Layer { get; init; }
}
