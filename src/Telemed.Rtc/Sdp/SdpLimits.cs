namespace Telemed.Rtc.Sdp;

/// <summary>What a description may hold at most. Chromium's largest offer for 35 slots has 139 KB and 37 m-sections.</summary>
public static class SdpLimits
{
    /// <summary>Characters in all.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>Characters of one line.</summary>
    public const int MaxLineLength = 4096;

    /// <summary>M-sections.</summary>
    public const int MaxMediaSections = 100;

    /// <summary>Payload types, SSRCs, candidates or layers of one m-section, each.</summary>
    public const int MaxEntries = 128;
}
