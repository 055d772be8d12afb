namespace Telemed.Recording.Finalising;

/// <summary>What was written of a participant.</summary>
/// <param name="Person">Who.</param>
/// <param name="DurationMs">The file's length.</param>
/// <param name="IsWebm">Whether it is WebM; else Matroska, because of H.264.</param>
/// <param name="Tracks">Its tracks in the file's order; empty when no frame could be decoded and nothing was written.</param>
public sealed record PersonFile(
    RecordedPerson Person, long DurationMs, bool IsWebm, IReadOnlyList<PersonTrack> Tracks);
