using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Ice;

/// <summary>What an ICE-lite agent knows of one path from which a check was authenticated.</summary>
internal sealed class IcePath(NetworkPath path, int generation, MonotonicTime now)
{
    public NetworkPath Path { get; } = path;

    /// <summary>Raised by each restart; a path belongs to the credentials that its latest check used.</summary>
    public int Generation { get; set; } = generation;

    public bool IsNominated { get; set; }

    /// <summary>Whether its connection has ended (TCP): nothing can be sent there.</summary>
    public bool IsClosed { get; set; }

    public uint Priority { get; set; }

    public MonotonicTime LastCheckAt { get; set; } = now;

    // UDP before TCP whatever the peer's numbers are: Firefox nominates both and sends on UDP.
    public ulong Rank => (Path.Protocol == NetworkProtocol.Udp ? 1UL << 32 : 0) | Priority;
}
