namespace Telemed.Rtc.Session;

/// <summary>How a peer transport takes part in ICE.</summary>
public enum IceRole
{
    /// <summary>A lite agent: only answers checks (RFC 8445 section 2.5). The relay's role.</summary>
    Lite,

    /// <summary>
    /// A controlling agent: sends checks and nominates. The role of our own client, which talks to lite agents.
    /// </summary>
    Controlling,
}
