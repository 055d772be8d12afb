namespace Telemed.Consults.Recordings;

/// <summary>The states of a recording, as the page shows them.</summary>
[JsonConverter(typeof(CamelCaseEnum<RecordingStatus>))]
public enum RecordingStatus
{
    /// <summary>Nothing was recorded.</summary>
    Off,

    /// <summary>Waiting until everybody in the room has answered (C2).</summary>
    AwaitingConsent,

    /// <summary>Recording.</summary>
    On,

    /// <summary>Kept open, recording nothing.</summary>
    Paused,

    /// <summary>The recorder lost it (F7); a new epoch may go on.</summary>
    Failed,

    /// <summary>Ended; the file is being made.</summary>
    Finalizing,

    /// <summary>The file is whole.</summary>
    Sealed,

    /// <summary>Sealed, and kept by order until two people let it go: nothing may destroy it (R3).</summary>
    OnHold,

    /// <summary>Its key was destroyed by two people; a certificate is what is left (R2).</summary>
    Destroyed,
}
