namespace Telemed.Cli.Clips;

/// <summary>A clip's coded frames, ready to be sent over and over.</summary>
/// <param name="Video">VP8, times in 90 kHz ticks; begins with a key frame.</param>
/// <param name="Audio">Opus, times in 48 kHz ticks.</param>
/// <param name="Length">After which both start over.</param>
internal sealed record Clip(IReadOnlyList<ClipFrame> Video, IReadOnlyList<ClipFrame> Audio, TimeSpan Length);
