namespace Telemed.Consults.Stores;

/// <summary>What became of an append.</summary>
public enum AppendOutcome
{
    /// <summary>Everything is durable.</summary>
    Committed,

    /// <summary>A stream had moved on; nothing was written. Load again and decide again.</summary>
    Conflict,

    /// <summary>The command was done before; nothing was written.</summary>
    Duplicate,

    /// <summary>Another case has the specialist's time; nothing was written.</summary>
    Booked,

    /// <summary>Another case has the room or the device at that time; nothing was written.</summary>
    ResourceBooked,
}
