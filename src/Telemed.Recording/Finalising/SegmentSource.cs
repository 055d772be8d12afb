namespace Telemed.Recording.Finalising;

/// <summary>The file of an epoch's journal, with a segment for its index and one for each track.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Path">Its path below the recording's directory, for the manifest.</param>
/// <param name="Open">Opens it for reading from the start; seekable. The caller disposes of it.</param>
public sealed record SegmentSource(int Epoch, string Path, Func<Stream> Open);
