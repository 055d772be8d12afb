using Telemed.Rtc.Codecs;

namespace Telemed.Recording.Finalising;

/// <summary>
/// Makes sound continuous: where nothing was sent (discontinuous transmission, mute, loss, absence) 20 ms packets of
/// silence stand in, so that no player draws later sound forward.
/// </summary>
internal static class SilenceFiller
{
    private const long SilenceNs = 20_000_000;

    /// <summary>Sound that begins this much before the end of what came before is dropped: it would overlap.</summary>
    private const long OverlapNs = 60_000_000;

    /// <summary>The frames with silence between them.</summary>
    public static IEnumerable<TimedFrame> Fill(IEnumerable<TimedFrame> frames)
    {
        var silence = OpusPacket.SilenceFrame.ToArray();
        long? end = null;
        foreach (var frame in frames)
        {
            if (end - frame.TimeNs > OverlapNs)
            {
                continue;
            }

            while (frame.TimeNs - end >= SilenceNs / 2)
            {
                yield return new(end!.Value, true, silence);
                end += SilenceNs;
            }

            yield return frame;
            end = Math.Max(end ?? 0, frame.TimeNs + Duration(frame.Data));
        }
    }

    private static long Duration(byte[] packet) =>
        OpusPacket.TryGetDuration(packet, out var samples) ? samples * 1_000_000_000L / OpusPacket.ClockRate : SilenceNs;
}
