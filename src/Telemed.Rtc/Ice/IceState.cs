namespace Telemed.Rtc.Ice;

/// <summary>Where a controlling agent stands: Checking → Connected → Lost, or Checking → Lost.</summary>
public enum IceState
{
    /// <summary>No pair is nominated yet.</summary>
    Checking,

    /// <summary>A pair is nominated and has consent.</summary>
    Connected,

    /// <summary>Every check failed, or consent ended. Final.</summary>
    Lost,
}
