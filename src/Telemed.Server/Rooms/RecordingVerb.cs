namespace Telemed.Server.Rooms;

/// <summary>What can be done to a recording.</summary>
internal enum RecordingVerb
{
    /// <summary>Begin, once everybody has answered.</summary>
    Start,

    /// <summary>Pause.</summary>
    Pause,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>Set a mark.</summary>
    Mark,

    /// <summary>End it.</summary>
    Stop,
}
