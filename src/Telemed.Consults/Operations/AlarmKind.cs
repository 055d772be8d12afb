namespace Telemed.Consults.Operations;

/// <summary>What an alarm is about.</summary>
[JsonConverter(typeof(CamelCaseEnum<AlarmKind>))]
public enum AlarmKind
{
    /// <summary>People of a site are in a room and nothing arrives from there. The subject is the institution.</summary>
    SiteUnreachable,

    /// <summary>A site in a room has a link for sound alone. The subject is the institution; the value is its score.</summary>
    SiteBad,

    /// <summary>A node's disk is filling. The subject is the node; the value is in percent.</summary>
    DiskFilling,

    /// <summary>A recording is not being written. The subject is the recording.</summary>
    RecordingFailed,

    /// <summary>A recording ended and its file is long in the making. The subject is the recording; the value is in minutes.</summary>
    RecordingUnfinished,

    /// <summary>A node says nothing more. The subject is the node.</summary>
    NodeLost,

    /// <summary>Consults wait too long. The subject is the urgency; the value is in minutes.</summary>
    QueueLong,

    /// <summary>A node's clock differs from the database's. The subject is the node; the value is in milliseconds.</summary>
    ClockSkew,
}
