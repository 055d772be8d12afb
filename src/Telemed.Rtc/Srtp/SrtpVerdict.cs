namespace Telemed.Rtc.Srtp;

/// <summary>What became of a received packet.</summary>
public enum SrtpVerdict
{
    /// <summary>Authentic, new, and now in plaintext.</summary>
    Accepted,

    /// <summary>Too short, or not a packet of this kind.</summary>
    Malformed,

    /// <summary>The authentication tag is wrong. The bytes may have been changed.</summary>
    Forged,

    /// <summary>Received before, or older than the window of 1,024 packets.</summary>
    Replayed,

    /// <summary>Authentic, but the peer already uses as many SSRCs as we remember.</summary>
    TooManySources,
}
