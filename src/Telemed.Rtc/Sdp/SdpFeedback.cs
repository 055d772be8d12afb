namespace Telemed.Rtc.Sdp;

/// <summary>RTCP feedback that rtcp-fb lines name (RFC 4585 section 4.2).</summary>
[Flags]
public enum SdpFeedback
{
    /// <summary>None that we know.</summary>
    None = 0,

    /// <summary>nack: lost packets are asked for again.</summary>
    Nack = 1,

    /// <summary>nack pli: key frames are asked for.</summary>
    PictureLoss = 2,

    /// <summary>ccm fir: key frames are commanded.</summary>
    FullIntra = 4,

    /// <summary>transport-cc: transport-wide congestion feedback.</summary>
    TransportWide = 8,

    /// <summary>goog-remb: the receiver's estimate.</summary>
    ReceiverEstimate = 16,
}
