namespace Telemed.Sfu.Routing;

/// <summary>Sound or picture.</summary>
public enum StreamKind
{
    /// <summary>Sound: starts anywhere, is never queued behind video.</summary>
    Audio,

    /// <summary>Picture: starts at a key frame.</summary>
    Video,
}
