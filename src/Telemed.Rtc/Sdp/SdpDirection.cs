namespace Telemed.Rtc.Sdp;

/// <summary>Which way media flows, seen from the side that wrote the description (RFC 8866 section 6.7).</summary>
public enum SdpDirection
{
    /// <summary>Both ways; the default where nothing is said.</summary>
    SendReceive,

    /// <summary>The writer sends.</summary>
    SendOnly,

    /// <summary>The writer receives.</summary>
    ReceiveOnly,

    /// <summary>Nothing flows.</summary>
    Inactive,
}
