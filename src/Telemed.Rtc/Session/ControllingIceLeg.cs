using System.Security.Cryptography;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Session;

/// <summary>
/// The client's side: begins its checks at the first timeout at which the answer's credentials and a candidate are known.
/// </summary>
internal sealed class ControllingIceLeg(IceCredentials local, IceCredentials? remote, RandomNumberGenerator random) : IceLeg
{
    private readonly List<IceRemoteCandidate> _candidates = [];
    private IceCredentials? _remote = remote;
    private IceControllingAgent? _agent;

    // Ready but not begun: due at once.
    public override MonotonicTime Deadline =>
        _agent?.Deadline ?? (IsReady ? default : MonotonicTime.Never);

    private bool IsReady => _remote is not null && _candidates.Count > 0;

    public override int HandleDatagram(
        MonotonicTime now, in NetworkPath from, ReadOnlySpan<byte> datagram, Span<byte> response) =>
        _agent?.HandleDatagram(now, from, datagram, response) ?? 0;

    public override bool Knows(in NetworkPath path)
    {
        foreach (var candidate in _candidates)
        {
            if (candidate.Path == path)
                return true;
        }

        return false;
    }

    // The relay does not move; what it sends from is no reason to send elsewhere than to the nominated pair.
    public override void FollowMedia(MonotonicTime now, in NetworkPath from)
    {
    }

    public override void HandleTimeout(MonotonicTime now)
    {
        if (_agent is null && IsReady)
            _agent = new(local, _remote!, _candidates, random);
    }

    public override bool TryPoll(MonotonicTime now, Span<byte> datagram, out NetworkPath to, out int length)
    {
        to = default;
        length = 0;
        return _agent is not null && _agent.TryPoll(now, datagram, out to, out length);
    }

    public override bool TryTakeEvent(out IceEvent happened)
    {
        happened = default;
        return _agent is not null && _agent.TryTakeEvent(out happened);
    }

    public override void SetRemote(IceCredentials credentials) => _remote = credentials;

    public override void AddRemoteCandidate(in NetworkPath path, uint priority)
    {
        if (_agent is not null)
            throw new InvalidOperationException("The checks have begun; candidates come before them.");
        _candidates.Add(new(path, priority));
    }

    public override void Restart(IceCredentials local, IceCredentials remote) =>
        throw new InvalidOperationException("A client restarts ICE by making a new transport beside the old one.");
}
