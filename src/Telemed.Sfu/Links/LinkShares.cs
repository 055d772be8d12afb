using Telemed.Rtc.Bwe;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Links;

/// <summary>
/// Shares out what a receiver's link carries: sound first, always; then what serves the diagnosis; then a shared screen;
/// then faces. A video that does not fit becomes still frames. Down within a second, up at most once in ten. Pure.
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
}
