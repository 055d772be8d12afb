namespace Telemed.Server.Recordings;

/// <summary>A chapter of the composed file.</summary>
internal sealed record ChapterView(long AtMs, string Title);
