using Telemed.Rtc.Ice;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Session;

/// <summary>The relay's side: answers checks and needs no candidates.</summary>
internal sealed class LiteIceLeg(IceCredentials local) : IceLeg
{
    private readonly IceLiteAgent _agent = new(local);

    public override MonotonicTime Deadline => _agent.Deadline;

    public override int HandleDatagram(
        MonotonicTime now, in NetworkPath from, ReadOnlySpan<byte> datagram, Span<byte> response) =>
        _agent.HandleDatagram(now, from, datagram, response);

    public override bool Knows(in NetworkPath path) => _agent.IsAuthenticated(path);

    public override void FollowMedia(MonotonicTime now, in NetworkPath from) => _agent.FollowMedia(now, from);

    public override void ClosePath(in NetworkPath path) => _agent.ClosePath(path);

    public override void HandleTimeout(MonotonicTime now)
    {
        if (now >= _agent.Deadline)
            _agent.HandleTimeout(now);
    }

    public override bool TryPoll(MonotonicTime now, Span<byte> datagram, out NetworkPath to, out int length)
    {
        to = default;
        length = 0;
        return false;
    }

    public override bool TryTakeEvent(out IceEvent happened) => _agent.TryTakeEvent(out happened);

    public override void SetRemote(IceCredentials credentials)
    {
        // Nothing to keep: a lite agent sends no checks of its own.
    }

    public override void AddRemoteCandidate(in NetworkPath path, uint priority) =>
        throw new InvalidOperationException("A lite agent learns paths from the peer's checks, not from candidates.");

    public override void Restart(IceCredentials local) => _agent.Restart(local);
}
