namespace Telemed.Server.Rooms;

/// <summary>How somebody's media travels.</summary>
internal enum LinkPath
{
    /// <summary>By UDP.</summary>
    Udp,

    /// <summary>By a TCP connection, as UDP does not get through.</summary>
    Tcp,
}
