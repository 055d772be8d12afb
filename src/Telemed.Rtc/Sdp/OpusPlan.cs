namespace Telemed.Rtc.Sdp;

/// <summary>What we ask of a peer's Opus encoder (RFC 7587 section 6.1). In-band FEC is always asked for.</summary>
/// <param name="UseDtx">Send next to nothing in silence (usedtx=1).</param>
/// <param name="MaxAverageBitrate">Bit/s, 6000 to 510000; null for the encoder's own choice.</param>
/// <param name="PacketTimeMs">Milliseconds of sound in a packet, 10 to 60; null for the encoder's own choice, 20.</param>
public sealed record OpusPlan(bool UseDtx = false, int? MaxAverageBitrate = null, int? PacketTimeMs = null);
