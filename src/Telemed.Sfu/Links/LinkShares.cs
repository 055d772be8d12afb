using Telemed.Rtc.Bwe;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Links;

/// <summary>
/// Shares out what a receiver's link carries: sound first, always; then what serves the diagnosis; then a shared screen;
/// then faces. A video that does not fit becomes a lesser layer of it where there is one, else still frames. Down within a second, up at most once in ten. Pure.
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
    private static readonly TimeSpan UpAfter = TimeSpan.FromSeconds(10);

    /// <summary>0 for what serves the diagnosis, 1 for a shared screen, 2 for faces.</summary>
    public static int RankOf(Publication publication) => publication.Feed switch
    {
        "face" => 2,
        "screen" => 1,
        _ => 0,
    };

    /// <summary>
    /// Which layer of a video goes to a slot, 0 for the best: a lesser one as soon as the present one has been too much for a
    /// second, a better one when there is a fifth more room than it needs and 10 s have passed since the last change.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="publication">What is in it.</param>
    /// <param name="left">What there is room for.</param>
    /// <param name="isCongested">Whether the room is known to end there.</param>
    /// <param name="isFresh">As for <see cref="Choose"/>.</param>
    public static int ChooseLayer(
        MonotonicTime now, Slot slot, Publication publication, Bitrate left, bool isCongested, bool isFresh)
    {
        if (publication.Layers.Count == 0)
        {
            return 0;
        }

        var isTooMuch = isCongested && RateOf(now, slot.TargetLayer(now)!) > left * Tolerance;
        if (slot.IsTooMuchFor(now, isTooMuch) > DownAfter)
        {
            return Math.Max(slot.Layer, BestFitting(now, publication, left));
        }

        var better = isCongested ? BestFitting(now, publication, left * (1 / Headroom)) : 0;
        var isTime = isFresh || slot.QualityAge(now) >= UpAfter;
        return isTime && !isTooMuch && better < slot.Layer ? better : slot.Layer;
    }

    /// <summary>What a video in a slot becomes.</summary>
    /// <param name="now">The time.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="rate">What the video takes; 0 when that is not known.</param>
    /// <param name="isBound">Whether its publisher is told to send no more than fits, so that any rate will do.</param>
    /// <param name="left">What there is room for.</param>
    /// <param name="isFresh">Whether the link or what the slot shows has only just begun, when every change is a first one.</param>
    public static VideoQuality Choose(
        MonotonicTime now, Slot slot, Bitrate rate, bool isBound, Bitrate left, bool isFresh)
    {
        var needed = isBound ? LeastMoving : rate;
        if (slot.Quality == VideoQuality.Live)
        {
            var fits = needed <= left * Tolerance;
            return slot.IsTooMuchFor(now, !fits) > DownAfter ? VideoQuality.Stills : VideoQuality.Live;
        }

        var isTime = isFresh || slot.QualityAge(now) >= UpAfter;
        return isTime && needed * Headroom <= left ? VideoQuality.Live : slot.Quality;
    }

    // A layer that does not arrive fits nobody; where none fits, the least one comes nearest.
    private static int BestFitting(MonotonicTime now, Publication publication, Bitrate room)
    {
        for (var layer = 0; layer < publication.Layers.Count; layer++)
        {
            var rate = RateOf(now, publication.LayerAt(layer));
            if (rate > default(Bitrate) && rate <= room)
            {
                return layer;
            }
        }

        return publication.Layers.Count;
    }

    private static Bitrate RateOf(MonotonicTime now, Publication encoding) => encoding.Stream?.Rate(now) ?? default;
}
