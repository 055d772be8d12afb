using Telemed.Cli.Clips;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Call;

/// <summary>
/// Where in a clip a moment lies: the clip runs in real time and starts over at its end. It can be set back to a key
/// frame, for picture and sound alike, while media time goes on. One thread.
/// </summary>
internal sealed class ClipClock(Clip clip, MonotonicTime start)
{
    private MonotonicTime _start = start;

    /// <summary>When both streams' media time was 0.</summary>
    public MonotonicTime Origin { get; } = start;

    /// <summary>The clip that runs.</summary>
    public Clip Clip { get; } = clip;

    /// <summary>Grows by one each time the clock was set back: positions read before no longer hold.</summary>
    public int Revision { get; private set; }

    /// <summary>When something that stands at <paramref name="position"/> of round <paramref name="round"/> is due.</summary>
    public MonotonicTime DueAt(long round, TimeSpan position) => _start + TimeSpan.FromTicks(Clip.Length.Ticks * round) + position;

    /// <summary>The round and the position that are played at <paramref name="now"/>.</summary>
    public (long Round, TimeSpan Position) At(MonotonicTime now)
    {
        var round = Math.DivRem(Math.Max(0, (now - _start).Ticks), Clip.Length.Ticks, out var rest);
        return (round, TimeSpan.FromTicks(rest));
    }

    /// <summary>Where the clock was last set back to.</summary>
    public (long Round, TimeSpan Position) SetBackTo { get; private set; }

    /// <summary>Lets the key frame before the present position be due now.</summary>
    public void BackToKeyFrame(MonotonicTime now)
    {
        var (round, position) = At(now);
        var key = TimeSpan.Zero;
        foreach (var frame in Clip.Video)
        {
            var at = TimeSpan.FromTicks(frame.Time * TimeSpan.TicksPerSecond / 90_000);
            if (at > position) break;
            if (frame.IsKeyFrame) key = at;
        }

        _start += position - key;
        SetBackTo = (round, key);
        Revision++;
    }
}
