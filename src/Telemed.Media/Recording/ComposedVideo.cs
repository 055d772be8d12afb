using Telemed.Media.Ffmpeg;
using Telemed.Recording.Finalising;

namespace Telemed.Media.Recording;

/// <summary>What composing gave.</summary>
/// <param name="Path">The file.</param>
/// <param name="Probe">What ffprobe says of it.</param>
/// <param name="Drawings">What was drawn over its pictures.</param>
internal sealed record ComposedVideo(string Path, MediaProbe Probe, IReadOnlyList<PlacedDrawing> Drawings);
