namespace Telemed.Server.Rooms;

/// <summary>A link's quality in one word.</summary>
internal enum LinkWord
{
    /// <summary>Nothing arrives.</summary>
    Lost,

    /// <summary>Enough for sound.</summary>
    Weak,

    /// <summary>Enough for a small picture.</summary>
    Fair,

    /// <summary>All is well.</summary>
    Good,
}
