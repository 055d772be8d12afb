namespace Telemed.Server.Recordings;

/// <summary>The composed file.</summary>
internal sealed record VideoView(int Width, int Height, long DurationMs, string ContentType);
