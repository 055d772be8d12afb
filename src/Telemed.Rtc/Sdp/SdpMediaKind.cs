namespace Telemed.Rtc.Sdp;

/// <summary>What an m-section carries.</summary>
public enum SdpMediaKind
{
    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Pictures.</summary>
    Video,

    /// <summary>Anything else, such as data channels.</summary>
    Other,
}
