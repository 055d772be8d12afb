namespace Telemed.Cli.Clips;

/// <summary>How long an Opus packet plays, from its first bytes (RFC 6716 section 3.1).</summary>
internal static class OpusDuration
{
    /// <summary>The packet's length in 48 kHz samples, 120 to 5,760; false when the packet is malformed.</summary>
    public static bool TryOf(ReadOnlySpan<byte> packet, out int samples)
    {
        samples = 0;
        if (packet.IsEmpty) return false;
        var configuration = packet[0] >> 3;
        var frame = configuration switch
        {
            < 12 => 480 * (1 << (configuration & 3)) - ((configuration & 3) == 3 ? 960 : 0), // SILK: 10, 20, 40, 60 ms
            < 16 => 480 << (configuration & 1), // hybrid: 10, 20 ms
            _ => 120 << (configuration & 3), // CELT: 2.5, 5, 10, 20 ms
        };
        var count = (packet[0] & 3) switch
        {
            0 => 1,
            1 or 2 => 2,
            _ => packet.Length > 1 ? packet[1] & 0x3F : 0,
        };
        samples = frame * count;
        return samples is > 0 and <= 5_760;
    }
}
