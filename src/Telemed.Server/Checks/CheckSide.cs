namespace Telemed.Server.Checks;

/// <summary>Which way a connection of a measurement carries media.</summary>
internal enum CheckSide
{
    /// <summary>From the page to the relay.</summary>
    Up,

    /// <summary>From the relay back to the same page.</summary>
    Down,
}
