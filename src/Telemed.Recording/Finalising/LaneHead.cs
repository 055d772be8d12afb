namespace Telemed.Recording.Finalising;

/// <summary>A lane's next frame while lanes are interleaved.</summary>
internal sealed class LaneHead(MediaLane lane, IEnumerator<TimedFrame> frames) : IDisposable
{
    /// <summary>The lane.</summary>
    public MediaLane Lane { get; } = lane;

    /// <summary>Whether there is a frame.</summary>
    public bool HasFrame { get; private set; }

    /// <summary>The next frame; meaningful while <see cref="HasFrame"/>.</summary>
    public TimedFrame Frame => frames.Current;

    /// <summary>Goes on to the next frame.</summary>
    public void Advance() => HasFrame = frames.MoveNext();

    /// <inheritdoc/>
    public void Dispose() => frames.Dispose();
}
