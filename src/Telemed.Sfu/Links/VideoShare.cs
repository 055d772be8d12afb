using Telemed.Rtc.Bwe;
using Telemed.Rtc.Time;

namespace Telemed.Sfu.Links;

/// <summary>
/// What a slot gets of its video, since when, and for how long that has been too much for its owner's link; and when the
/// next still frame is due. <see cref="LinkShares"/> decides. Not thread-safe; allocates only when made.
/// </summary>
internal sealed class VideoShare
{
    private const int TypicalStill = 15_000;
    private static readonly TimeSpan LeastStillInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostStillInterval = TimeSpan.FromSeconds(20);
    private static readonly Bitrate LeastStillRate = new(6_000);
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MostPatience = TimeSpan.FromSeconds(60);

    private MonotonicTime _changedAt;
    private MonotonicTime _stillDue;
    private MonotonicTime? _tooMuchSince;
    private TimeSpan _patience = LeastPatience;
    private Step _last;

    /// <summary>What the link has room for.</summary>
    public VideoRung Rung { get; private set; } = VideoRung.Best;

    /// <summary>Another video begins whole; whether there is room for moving pictures is the link's nature, not the video's.</summary>
    public void Begin() => Rung = VideoRung.Best with { Quality = Rung.Quality };

    /// <summary>Notes what there is room for from now on.</summary>
    public void Change(MonotonicTime now, VideoRung rung)
    {
        if (rung.Quality != Rung.Quality)
        {
            // A still is not at once: the key frame that it takes is what the link has no room for now.
            _stillDue = now + LeastStillInterval;
        }

        NoteTry(now, rung);
        Rung = rung;
        _changedAt = now;
        _tooMuchSince = null;
    }

    /// <summary>Notes whether the moving picture is too much for the link now, and says for how long it has been.</summary>
    public TimeSpan IsTooMuchFor(MonotonicTime now, bool isTooMuch)
    {
        _tooMuchSince = isTooMuch ? _tooMuchSince ?? now : null;
        return _tooMuchSince is { } since ? now - since : TimeSpan.Zero;
    }

    /// <summary>
    /// Whether it has been what it is for long enough to try more: for 10 s, and for twice as long each time that more was soon
    /// too much, up to a minute.
    /// </summary>
    public bool IsTimeForMore(MonotonicTime now) => now - _changedAt >= _patience;

    /// <summary>Whether it is time for a still frame.</summary>
    public bool IsStillDue(MonotonicTime now) => now >= _stillDue;

    /// <summary>A still frame begins: the next is due when the link has had time for it.</summary>
    public void NoteStill(MonotonicTime now, Bitrate room)
    {
        // A key frame is some ten times an ordinary frame, about half a second's worth of the stream.
        var wanted = Bitrate.Most(room, LeastStillRate).TimeFor(TypicalStill);
        _stillDue = now + (wanted < LeastStillInterval ? LeastStillInterval : wanted > MostStillInterval ? MostStillInterval : wanted);
    }

    private void NoteTry(MonotonicTime now, VideoRung rung)
    {
        if (rung.IsBetterThan(Rung))
        {
            _last = Step.More;
            return;
        }

        // What was too much may take more than one step to undo: they are one failure, and none of them makes it forgotten.
        var isSoon = now - _changedAt < LeastPatience;
        if (isSoon && _last == Step.More)
        {
            _patience = _patience * 2 < MostPatience ? _patience * 2 : MostPatience;
            _last = Step.Undone;
        }
        else if (!isSoon || _last != Step.Undone)
        {
            _patience = LeastPatience;
            _last = Step.Less;
        }
    }

    private enum Step
    {
        Less,
        More,
        Undone,
    }
}
