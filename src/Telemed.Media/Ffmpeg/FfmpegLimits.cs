namespace Telemed.Media.Ffmpeg;

/// <summary>What a run may take.</summary>
/// <param name="Time">Wall time, after which it is killed.</param>
/// <param name="MemoryBytes">Address space.</param>
internal sealed record FfmpegLimits(TimeSpan Time, long MemoryBytes);
