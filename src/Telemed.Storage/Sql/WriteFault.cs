namespace Telemed.Storage.Sql;

/// <summary>What a failed write means.</summary>
internal enum WriteFault
{
    /// <summary>Something else: the exception goes on.</summary>
    Other,

    /// <summary>Another writer was faster.</summary>
    Conflict,

    /// <summary>The command was done before.</summary>
    Duplicate,

    /// <summary>Another case has the specialist's time.</summary>
    Booked,

    /// <summary>Another case has the room or the device.</summary>
    ResourceBooked,
}
