namespace Telemed.Server.Rooms;

/// <summary>What a participant said about being recorded.</summary>
internal enum RecordingConsent
{
    /// <summary>Nothing yet: they are not recorded.</summary>
    Unanswered,

    /// <summary>They agree.</summary>
    Granted,

    /// <summary>They do not agree.</summary>
    Refused,
}
