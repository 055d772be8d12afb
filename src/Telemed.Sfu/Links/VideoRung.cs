namespace Telemed.Sfu.Links;

/// <summary>
/// How much of a video a receiver gets. From best to least: each layer whole, from the best to the least one; of the least one
/// fewer and fewer frames, by its layers in time; still frames.
/// </summary>
/// <param name="Quality">Whether it moves.</param>
/// <param name="Layer">The layer in space (simulcast), 0 for the best.</param>
/// <param name="HighestInTime">The highest layer in time that is passed on (RFC 7741, TID), 0 to <see cref="AllInTime"/>.</param>
internal readonly record struct VideoRung(VideoQuality Quality, int Layer, int HighestInTime)
{
    /// <summary>The highest number that a layer in time can have: all frames are passed on.</summary>
    public const int AllInTime = 3;

    /// <summary>All there is.</summary>
    public static VideoRung Best { get; } = new(VideoQuality.Live, 0, AllInTime);

    /// <summary>Whether it moves.</summary>
    public bool IsLive => Quality == VideoQuality.Live;

    /// <summary>Whether a receiver gets more with this than with the other.</summary>
    public bool IsBetterThan(VideoRung other) => IsLive
        && (!other.IsLive || Layer < other.Layer || (Layer == other.Layer && HighestInTime > other.HighestInTime));
}
