using System.Text.Json;
using Telemed.Recording.Finalising;

namespace Telemed.Media.Recording;

/// <summary>What a player draws beside the composed file. On disk as <c>preview.json</c>.</summary>
/// <param name="DurationMs">The time line that it covers.</param>
/// <param name="People">The wave form of each participant with sound.</param>
/// <param name="Film">The film strip; null when there is none.</param>
/// <param name="Drawings">What was drawn over the composed picture.</param>
internal sealed record PreviewData(
    long DurationMs, IReadOnlyList<PreviewPerson> People, PreviewFilm? Film, IReadOnlyList<PlacedDrawing> Drawings)
{
    /// <summary>As JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PreviewJson.Default.PreviewData);
}
