using Telemed.RecorderRig.Senders;

namespace Telemed.RecorderRig.Sync;

/// <summary>
/// Two people are recorded in virtual time with given impairments, the recording is finished, and each flash in the
/// composed file is compared with its beep.
/// </summary>
internal static class SyncTrial
{
    private const int ToneA = 1000;
    private const int ToneB = 2500;

    /// <summary>By how much each flash is before its beep, in seconds; a flash whose beep was lost is left out.</summary>
    /// <param name="impairments">What goes wrong.</param>
    /// <param name="seconds">The length; mute, pause, clock step and reconnect lie at shares of it.</param>
    public static async Task<List<double>> RunAsync(Impairments impairments, double seconds)
    {
        using var session = new Session();
        var (clipA, clipB) = (Clip.Make(20, ToneA, 0.3), Clip.Make(20, ToneB, 0.7));
        (double From, double To) muted = (0.22 * seconds, 0.28 * seconds);
        var leaves = Has(Impairments.Reconnect) ? 0.55 * seconds : seconds;
        List<SimulatedSender> senders =
        [
            Sender("a", 1000, 1, clipA, 0, seconds, Has(Impairments.Mute) ? muted : null),
            Sender("b", 2000, 2, clipB, 0.03 * seconds, leaves, null),
        ];
        if (leaves < seconds)
        {
            senders.Add(Sender("b", 3000, 3, clipB, leaves + 10, seconds, null));
        }

        await session.RecordAsync("r1", seconds, senders, Has(Impairments.Pause)
            ? [(0.44 * seconds, (tap, now) => tap.Pause(now)), (0.5 * seconds, (tap, now) => tap.Resume(now))]
            : null);
        var manifest = await session.Library.FinaliseAsync("r1", null, CancellationToken.None);
        var playback = Playback.Of(session.Library, "r1", session.Options.Directory);
        var half = manifest.Video.Width / 2;
        return
        [
            .. Skews(playback, 0, half, manifest.Video.Height, ToneA, Has(Impairments.Mute) ? muted : null),
            .. Skews(playback, half, half, manifest.Video.Height, ToneB, null),
        ];

        bool Has(Impairments one) => impairments.HasFlag(one);

        SimulatedSender Sender(string id, uint ssrc, int seed, Clip clip, double from, double to, (double, double)? mute) => new(id, ssrc, seed)
        {
            Video = clip,
            Audio = clip,
            Loops = true,
            From = from,
            To = to,
            Loss = Has(Impairments.Loss) ? 0.1 : 0,
            Jitter = Has(Impairments.Jitter) ? 0.2 : 0.02,
            AudioDrift = Has(Impairments.Drift) ? 200 : 0,
            VideoDrift = Has(Impairments.Drift) ? -200 : 0,
            WallDrift = Has(Impairments.Drift) ? 200 : 0,
            WallStep = Has(Impairments.Step) ? (seconds / 3, 2) : null,
            Muted = mute,
        };
    }

    private static IEnumerable<double> Skews(
        Playback playback, int x, int width, int height, int tone, (double From, double To)? leave)
    {
        var flashes = playback.Flashes(x, 0, width, height);
        if (leave is { } span)
        {
            flashes.RemoveAll(at => at >= span.From - 1 && at <= span.To + 1);
        }

        return Playback.Skews(flashes, playback.Beeps(tone)).Where(skew => Math.Abs(skew) < 0.3);
    }
}
