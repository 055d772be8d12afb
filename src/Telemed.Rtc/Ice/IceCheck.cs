using Telemed.Rtc.Session;
using Telemed.Rtc.Stun;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Ice;

/// <summary>One candidate pair of a controlling agent and the transaction that runs on it.</summary>
internal sealed class IceCheck(IceRemoteCandidate candidate)
{
    public NetworkPath Path { get; } = candidate.Path;

    // As on the other side: UDP before TCP, then the peer's own priority.
    public ulong Rank { get; } =
        (candidate.Path.Protocol == NetworkProtocol.Udp ? 1UL << 32 : 0) | candidate.Priority;

    public StunTransactionId Transaction { get; set; }

    public int Transmissions { get; set; }

    public MonotonicTime NextAt { get; set; }

    public bool HasSucceeded { get; set; }

    public bool HasFailed { get; set; }

    public bool IsNominating { get; set; }
}
