using System.Text.Json.Serialization;
using Telemed.Recording.Journal;

namespace Telemed.Recording.Manifest;

/// <summary>A recorded track.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Track">Its number within the epoch.</param>
/// <param name="Participant">The participant's id.</param>
/// <param name="Publication">The publication's id.</param>
/// <param name="Mid">The m-line.</param>
/// <param name="Kind">Sound or picture.</param>
/// <param name="Feed">What it shows.</param>
/// <param name="Label">The publisher's label.</param>
/// <param name="Codec">The RTP encoding name.</param>
/// <param name="Ssrc">The SSRC.</param>
/// <param name="FromMs">Where its media begins on the time line.</param>
/// <param name="ToMs">Where it ends.</param>
/// <param name="Packets">RTP packets.</param>
/// <param name="Frames">Whole frames written.</param>
/// <param name="LostPackets">Packets that never arrived.</param>
/// <param name="Clock">How RTP time was mapped: <c>sender-reports</c> or <c>arrival</c>.</param>
/// <param name="Width">The first picture's width; 0 for sound.</param>
/// <param name="Height">The first picture's height; 0 for sound.</param>
/// <param name="Muted">Where it was muted.</param>
public sealed record ManifestTrack(
    int Epoch,
    int Track,
    string Participant,
    string Publication,
    string Mid,
    TrackKind Kind,
    string Feed,
    string Label,
    string Codec,
    uint Ssrc,
    long FromMs,
    long ToMs,
    long Packets,
    long Frames,
    long LostPackets,
    string Clock,
    int Width,
    int Height,
    IReadOnlyList<ManifestSpan> Muted)
{
    /// <summary>Which of several encodings of the picture was recorded (its rid, RFC 8851); left out where there is one only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Layer { get; init; }
}
