namespace Telemed.Rtc.Session;

/// <summary>Tells by its first two bytes what a datagram is.</summary>
internal static class DatagramDemux
{
    /// <summary>
    /// Classifies a datagram: STUN 0 to 3, DTLS 20 to 63, RTP and RTCP 128 to 191, RTCP by packet types 192 to 223.
    /// </summary>
    public static DatagramKind Classify(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 2)
            return DatagramKind.Unknown;
        return datagram[0] switch
        {
            <= 3 => DatagramKind.Stun,
            >= 20 and <= 63 => DatagramKind.Dtls,
            >= 128 and <= 191 => datagram[1] is >= 192 and <= 223 ? DatagramKind.Rtcp : DatagramKind.Rtp,
            _ => DatagramKind.Unknown,
        };
    }
}
