namespace Telemed.Cli.Clips;

/// <summary>One coded frame of a clip.</summary>
/// <param name="Time">Media time from the clip's start, in ticks of the codec's RTP clock (90 kHz or 48 kHz).</param>
/// <param name="Data">The coded bytes.</param>
/// <param name="IsKeyFrame">Whether a decoder can begin here; true for every audio packet.</param>
internal sealed record ClipFrame(long Time, byte[] Data, bool IsKeyFrame);
