using System.Text.Json;

namespace Telemed.Media.Recording;

/// <summary>What a player draws beside the composed file. On disk as <c>preview.json</c>.</summary>
/// <param name="DurationMs">The time line that it covers.</param>
/// <param name="People">The wave form of each participant with sound.</param>
/// <param name="Film">The film strip; null when there is none.</param>
internal sealed record PreviewData(long DurationMs, IReadOnlyList<PreviewPerson> People, PreviewFilm? Film)
{
    /// <summary>As JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, PreviewJson.Default.PreviewData);
}
