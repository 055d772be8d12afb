namespace Telemed.Media.Ffmpeg;

/// <summary>What ffprobe says of a file.</summary>
/// <param name="Duration">Its length.</param>
/// <param name="Width">The first picture's width; 0 without one.</param>
/// <param name="Height">The first picture's height; 0 without one.</param>
/// <param name="AudioStreams">How many sounds.</param>
/// <param name="VideoStreams">How many pictures.</param>
/// <param name="Chapters">Start and title of each chapter.</param>
internal sealed record MediaProbe(
    TimeSpan Duration,
    int Width,
    int Height,
    int AudioStreams,
    int VideoStreams,
    IReadOnlyList<(TimeSpan At, string Title)> Chapters);
