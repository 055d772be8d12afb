namespace Telemed.Consults.Library;

/// <summary>A copy that may be released, and the files of the case to be cleaned for it.</summary>
/// <param name="Copy">The copy, its pictures yet to come.</param>
/// <param name="Files">The files of the case, in order.</param>
public sealed record CopyRelease(LibraryCopy Copy, IReadOnlyList<Attachment> Files);
