using System.Text.Json;

namespace Telemed.Media.Recording.SecondPlace;

/// <summary>Says that a recording lies in the second place too, and was read back from there. On disk as
/// <c>copy.json</c>.</summary>
/// <param name="At">When it was read back.</param>
/// <param name="Url">Where.</param>
/// <param name="Bucket">In which bucket.</param>
/// <param name="Files">How many files.</param>
/// <param name="SizeBytes">Their bytes.</param>
internal sealed record CopyNote(DateTimeOffset At, string Url, string Bucket, int Files, long SizeBytes)
{
    /// <summary>As JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, CopyNoteJson.Default.CopyNote);
}
