using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;

namespace Telemed.Recording.Finalising;

/// <summary>A track of a participant's file.</summary>
/// <param name="Kind">Sound or picture.</param>
/// <param name="Feed">What it shows.</param>
/// <param name="Width">The first picture's width; 0 for sound.</param>
/// <param name="Height">The first picture's height; 0 for sound.</param>
/// <param name="Shown">When it is to be shown: from its first frame to its end, without the stretches in which it was muted.</param>
public sealed record PersonTrack(TrackKind Kind, string Feed, int Width, int Height, IReadOnlyList<ManifestSpan> Shown);
