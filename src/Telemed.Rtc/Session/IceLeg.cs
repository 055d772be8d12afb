using Telemed.Rtc.Ice;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Session;

/// <summary>The ICE side of a peer transport, whichever role it plays.</summary>
internal abstract class IceLeg
{
    /// <summary>When <see cref="HandleTimeout"/> or <see cref="TryPoll"/> is wanted.</summary>
    public abstract MonotonicTime Deadline { get; }

    /// <summary>Takes a STUN datagram; returns the length of the answer, which goes back to its sender, or 0.</summary>
    public abstract int HandleDatagram(
        MonotonicTime now, in NetworkPath from, ReadOnlySpan<byte> datagram, Span<byte> response);

    /// <summary>Whether DTLS may be taken from this path.</summary>
    public abstract bool Knows(in NetworkPath path);

    /// <summary>Says that the peer's newest media came from this path.</summary>
    public abstract void FollowMedia(MonotonicTime now, in NetworkPath from);

    /// <summary>Says that a path's connection has ended.</summary>
    public abstract void ClosePath(in NetworkPath path);

    /// <summary>Does what is due.</summary>
    public abstract void HandleTimeout(MonotonicTime now);

    /// <summary>Writes the next check that is due; false when there is none.</summary>
    public abstract bool TryPoll(MonotonicTime now, Span<byte> datagram, out NetworkPath to, out int length);

    /// <summary>Takes the next event of the agent.</summary>
    public abstract bool TryTakeEvent(out IceEvent happened);

    /// <summary>Takes what the peer announced, when it comes later.</summary>
    public abstract void SetRemote(IceCredentials credentials);

    /// <summary>Adds a place where the peer listens.</summary>
    public abstract void AddRemoteCandidate(in NetworkPath path, uint priority);

    /// <summary>Begins an ICE restart.</summary>
    public abstract void Restart(IceCredentials local);
}
