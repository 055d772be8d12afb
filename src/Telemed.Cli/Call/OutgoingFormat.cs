using System.Security.Cryptography;
using Telemed.Rtc.Rtp;

namespace Telemed.Cli.Call;

/// <summary>What an outgoing stream's offer promises of it.</summary>
/// <param name="ClockRate">Ticks of media time per second.</param>
/// <param name="PayloadType">The payload type of its packets.</param>
/// <param name="RetransmissionType">The payload type of its retransmissions; 0 without.</param>
/// <param name="Ssrc">Its SSRC.</param>
/// <param name="RetransmissionSsrc">The SSRC of its retransmissions; 0 without.</param>
internal sealed record OutgoingFormat(
    int ClockRate, byte PayloadType, byte RetransmissionType, Ssrc Ssrc, Ssrc RetransmissionSsrc)
{
    /// <summary>Opus, with fresh SSRCs.</summary>
    public static OutgoingFormat Opus() => new(48_000, 111, 0, RandomSsrc(), default);

    /// <summary>VP8 with retransmission, with fresh SSRCs.</summary>
    public static OutgoingFormat Vp8() => new(90_000, 96, 97, RandomSsrc(), RandomSsrc());

    private static Ssrc RandomSsrc() => new(BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)) | 1);
}
