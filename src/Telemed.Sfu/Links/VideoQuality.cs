namespace Telemed.Sfu.Links;

/// <summary>How much of a video a receiver's link has room for.</summary>
public enum VideoQuality
{
    /// <summary>The moving picture.</summary>
    Live,

    /// <summary>A key frame now and then, as less than the lowest layer fits.</summary>
    Stills,
}
