namespace Telemed.Rtc.Codecs;

/// <summary>What the first bytes of an Opus packet tell (RFC 6716 section 3).</summary>
/// <remarks>
/// <code>
///  0 1 2 3 4 5 6 7
/// +-+-+-+-+-+-+-+-+
/// | config  |s| c |   c: 0 one frame, 1 and 2 two frames, 3 a count in the next byte
/// +-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public static class OpusPacket
{
    /// <summary>Ticks of Opus media time per second, whatever the coded bandwidth (RFC 7587 section 4.1).</summary>
    public const int ClockRate = 48_000;

    private const int MaxSamples = 120 * ClockRate / 1000;

    /// <summary>A packet that decodes to 20 ms of silence: one CELT frame without energy.</summary>
    public static ReadOnlySpan<byte> SilenceFrame => [0xF8, 0xFF, 0xFE];

    /// <summary>
    /// How long the packet plays, in 48 kHz samples: 120 to 5760. False for an empty packet, or one that claims no frames
    /// or more than 120 ms (section 3.4, R5).
    /// </summary>
    public static bool TryGetDuration(ReadOnlySpan<byte> packet, out int samples)
    {
        samples = 0;
        if (packet.IsEmpty)
        {
            return false;
        }

        var frames = (packet[0] & 3) switch
        {
            0 => 1,
            3 => packet.Length > 1 ? packet[1] & 0x3F : 0,
            _ => 2,
        };
        samples = frames * FrameSamples(packet[0] >> 3);
        return samples is > 0 and <= MaxSamples;
    }

    /// <summary>
    /// Whether this is a packet of discontinuous transmission: the encoder was silent and sent no more than a head of one
    /// or two bytes (section 3.4, R2).
    /// </summary>
    public static bool IsDiscontinuous(ReadOnlySpan<byte> packet) => packet.Length is 1 or 2;

    /// <summary>Whether the packet is coded in stereo.</summary>
    public static bool IsStereo(ReadOnlySpan<byte> packet) => !packet.IsEmpty && (packet[0] & 4) != 0;

    // RFC 6716 table 2: SILK 10, 20, 40, 60 ms; hybrid 10, 20 ms; CELT 2.5, 5, 10, 20 ms.
    private static int FrameSamples(int config) => config switch
    {
        < 12 => (config & 3) == 3 ? 2880 : 480 << (config & 3),
        < 16 => 480 << (config & 1),
        _ => 120 << (config & 3),
    };
}
