using System.Globalization;

namespace Telemed.Rtc.Rtp;

/// <summary>A synchronisation source: the 32-bit name of one RTP stream within a session (RFC 3550 section 3).</summary>
/// <param name="Value">The identifier in host order.</param>
public readonly record struct Ssrc(uint Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("x8", CultureInfo.InvariantCulture);
}
