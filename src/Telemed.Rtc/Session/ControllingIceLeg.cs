using System.Security.Cryptography;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Session;

/// <summary>The client's side: checks the relay's candidates and nominates one.</summary>
internal sealed class ControllingIceLeg : IceLeg
{
    private readonly IceControllingAgent _agent;
    private readonly List<NetworkPath> _candidates = [];

    public ControllingIceLeg(IceCredentials local, RandomNumberGenerator random) => _agent = new(local, random);

    public override MonotonicTime Deadline => _agent.Deadline;

    public override int HandleDatagram(
        MonotonicTime now, in NetworkPath from, ReadOnlySpan<byte> datagram, Span<byte> response) =>
        _agent.HandleDatagram(now, from, datagram, response);

    public override bool Knows(in NetworkPath path) => _candidates.Contains(path);

    // The relay does not move; what it sends from is no reason to send elsewhere than to the nominated pair.
    public override void FollowMedia(MonotonicTime now, in NetworkPath from)
    {
    }

    // Whoever drives a client makes a new transport when its connection ends.
    public override void ClosePath(in NetworkPath path)
    {
    }

    // The agent acts when it is polled.
    public override void HandleTimeout(MonotonicTime now)
    {
    }

    public override bool TryPoll(MonotonicTime now, Span<byte> datagram, out NetworkPath to, out int length) =>
        _agent.TryPoll(now, datagram, out to, out length);

    public override bool TryTakeEvent(out IceEvent happened) => _agent.TryTakeEvent(out happened);

    public override void SetRemote(IceCredentials credentials) => _agent.SetRemote(credentials);

    public override void AddRemoteCandidate(in NetworkPath path, uint priority)
    {
        _candidates.Add(path);
        _agent.AddRemoteCandidate(new(path, priority));
    }

    public override void Restart(IceCredentials local) =>
        throw new InvalidOperationException("A client restarts ICE by making a new transport beside the old one.");
}
