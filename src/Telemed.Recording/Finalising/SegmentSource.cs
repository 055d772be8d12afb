namespace Telemed.Recording.Finalising;

/// <summary>A segment file of a journal.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Track">The track within the epoch; 0 is the index.</param>
/// <param name="Path">Its path below the recording's directory, for the manifest.</param>
/// <param name="Open">Opens it for reading from the start; seekable. The caller disposes of it.</param>
public sealed record SegmentSource(int Epoch, int Track, string Path, Func<Stream> Open);
