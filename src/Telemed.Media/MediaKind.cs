namespace Telemed.Media;

/// <summary>Sound or picture.</summary>
public enum MediaKind
{
    /// <summary>Sound.</summary>
    Audio,

    /// <summary>Picture.</summary>
    Video,
}
