namespace Telemed.Server.Rooms;

/// <summary>What somebody sends over their link, as their page chose it.</summary>
internal enum LinkMode
{
    /// <summary>Sound and the whole picture.</summary>
    Full,

    /// <summary>Sound and a small picture.</summary>
    Weak,

    /// <summary>Sound and a sharp still now and then.</summary>
    Photo,

    /// <summary>Sound alone.</summary>
    Audio,
}
