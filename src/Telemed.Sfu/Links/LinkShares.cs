using Telemed.Rtc.Bwe;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Links;

/// <summary>
/// Shares out what a receiver's link carries: sound first, always; then what serves the diagnosis; then a shared screen;
/// then faces. A video that does not fit becomes a lesser layer of it where there is one, then fewer frames of the least one, then
/// still frames. Down within a second, up at most once in ten. Pure.
/// </summary>
internal static class LinkShares
{
    /// <summary>How many ranks <see cref="RankOf"/> tells apart.</summary>
    public const int Ranks = 3;

    /// <summary>How much more room than its present rate a video needs to come (back) to life.</summary>
    public const double Headroom = 1.2;

    private const double Tolerance = 1.15;
    private static readonly Bitrate LeastMoving = new(30_000);
    private static readonly TimeSpan DownAfter = TimeSpan.FromSeconds(1);

    /// <summary>0 for what serves the diagnosis, 1 for a shared screen, 2 for faces.</summary>
    public static int RankOf(Publication publication) => publication.Feed switch
    {
        "face" => 2,
        "screen" => 1,
        _ => 0,
    };

    /// <summary>
    /// How much of a video goes to a slot: less as soon as what it has was too much for a second, more when there is a fifth more
    /// room than that needs and 10 s have passed since the last change, longer where that was in vain before.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="publication">What is in it.</param>
    /// <param name="left">What there is room for.</param>
    /// <param name="isCongested">Whether the room is known to end there.</param>
    /// <param name="isBound">Whether its publisher is told to send no more than fits, so that any rate will do.</param>
    /// <param name="isFresh">Whether the link or what the slot shows has only just begun, when every change is a first one.</param>
    public static VideoRung Choose(
        MonotonicTime now, Slot slot, Publication publication, Bitrate left, bool isCongested, bool isBound, bool isFresh)
    {
        var present = isBound ? VideoRung.Best with { Quality = slot.Rung.Quality } : slot.Rung;
        var needed = isBound ? LeastMoving : slot.RateOf(now, slot.TargetLayer(now)!);
        var isTooMuch = isCongested && present.IsLive && needed > left * Tolerance;
        if (slot.IsTooMuchFor(now, isTooMuch) > DownAfter)
        {
            return isBound ? present with { Quality = VideoQuality.Stills } : Lesser(now, publication, present, needed, left);
        }

        var isTime = isFresh || slot.IsTimeForMore(now);
        if (!isCongested)
        {
            return isTime ? VideoRung.Best : present with { Quality = VideoQuality.Live };
        }

        if (!isTime || isTooMuch)
        {
            return present;
        }

        var room = left * (1 / Headroom);
        VideoRung? better = !isBound ? BestFitting(now, publication, room) : LeastMoving <= room ? VideoRung.Best : null;
        return better is { } rung && rung.IsBetterThan(present) ? rung : present;
    }

    // Where nothing that moves fits, the least of it comes nearest; when that too was too much, it stands still.
    private static VideoRung Lesser(MonotonicTime now, Publication publication, VideoRung present, Bitrate needed, Bitrate left)
    {
        if (BestFitting(now, publication, left) is { } fitting)
        {
            return fitting.IsBetterThan(present) ? present : fitting;
        }

        var last = publication.Layers.Count;
        var whole = RateOf(now, publication.LayerAt(last), VideoRung.AllInTime);
        var least = RateOf(now, publication.LayerAt(last), 0);
        var nearest = new VideoRung(VideoQuality.Live, last, least < whole ? 0 : VideoRung.AllInTime);
        return present.IsBetterThan(nearest) && least < needed ? nearest : present with { Quality = VideoQuality.Stills };
    }

    // A layer that does not arrive fits nobody.
    private static VideoRung? BestFitting(MonotonicTime now, Publication publication, Bitrate room)
    {
        var last = publication.Layers.Count;
        for (var layer = 0; layer <= last; layer++)
        {
            for (var time = VideoRung.AllInTime; time >= (layer == last ? 0 : VideoRung.AllInTime); time--)
            {
                var rate = RateOf(now, publication.LayerAt(layer), time);
                if (rate <= room && (last == 0 || rate > default(Bitrate)))
                {
                    return new(VideoQuality.Live, layer, time);
                }
            }
        }

        return null;
    }

    private static Bitrate RateOf(MonotonicTime now, Publication encoding, int highestInTime) =>
        encoding.Stream?.Rate(now, highestInTime) ?? default;
}
