using System.Security.Cryptography;
using Telemed.Rtc.Session;
using Telemed.Rtc.Stun;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Ice;

/// <summary>
/// The leading half of ICE (RFC 8445) for a client whose server is lite: checks the server's candidates from its own
/// socket, nominates the best that answers, then keeps consent fresh (RFC 7675). Sans-IO: datagrams and time in;
/// datagrams, events and a deadline out. Not thread-safe.
/// </summary>
/// <remarks>
/// One mutation, then drain: after <see cref="AddRemoteCandidate"/>, <see cref="HandleDatagram"/> or the <see cref="Deadline"/>, call
/// <see cref="TryPoll"/> until false, then <see cref="TryTakeEvent"/> until false.
/// <code>
/// Checking ──nominated──► Connected ──30 s without an answer──► Lost
///    └──────every candidate failed──────────────────────────────┘
/// </code>
/// </remarks>
public sealed class IceControllingAgent
{
    // RFC 8445 section 14.2: a new check each 50 ms at most; 20 ms is allowed to few-candidate agents on RTP media.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromMilliseconds(1600);
    private static readonly TimeSpan WaitForBetter = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan ConsentInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConsentLifetime = TimeSpan.FromSeconds(30);
    private const int MaxTransmissions = 9;

    private readonly IceCredentials _local;
    private readonly RandomNumberGenerator _random;
    private readonly ulong _tieBreaker;
    private readonly List<IceCheck> _checks = [];
    private readonly Queue<IceEvent> _events = new(4);
    private IceCredentials? _remote;
    private IceCheck? _selected;
    private MonotonicTime _paceUntil;
    private MonotonicTime _nominateAt = MonotonicTime.Never;
    private MonotonicTime _consentUntil = MonotonicTime.Never;

    /// <summary>Makes an agent that waits for the server's credentials and candidates.</summary>
    /// <param name="local">Our credentials, as in our offer.</param>
    /// <param name="random">Source of transaction ids and of the tie breaker; stays in use.</param>
    public IceControllingAgent(IceCredentials local, RandomNumberGenerator random)
    {
        _local = local;
        _random = random;
        _tieBreaker = NextTransaction().Low;
    }

    /// <summary>Makes an agent that knows the server already: its checks are due at once.</summary>
    /// <param name="local">Our credentials, as in our offer.</param>
    /// <param name="remote">The server's, as in its answer.</param>
    /// <param name="candidates">Where the server listens.</param>
    /// <param name="random">Source of transaction ids and of the tie breaker; stays in use.</param>
    public IceControllingAgent(
        IceCredentials local,
        IceCredentials remote,
        IReadOnlyList<IceRemoteCandidate> candidates,
        RandomNumberGenerator random)
        : this(local, random)
    {
        SetRemote(remote);
        foreach (var candidate in candidates)
        {
            AddRemoteCandidate(candidate);
        }
    }

    /// <summary>Where the agent stands.</summary>
    public IceState State { get; private set; } = IceState.Checking;

    /// <summary>Where to send once <see cref="IceState.Connected"/>; else null.</summary>
    public NetworkPath? SelectedPath => State == IceState.Connected ? _selected?.Path : null;

    /// <summary>When to call <see cref="TryPoll"/> next.</summary>
    public MonotonicTime Deadline
    {
        get
        {
            if (State == IceState.Lost || _remote is null)
            {
                return MonotonicTime.Never;
            }

            var next = _nominateAt < _consentUntil ? _nominateAt : _consentUntil;
            foreach (var check in _checks)
            {
                var at = DueAt(check);
                next = at < next ? at : next;
            }

            return next;
        }
    }

    /// <summary>Takes the server's credentials from its answer; checks start when there is a candidate too.</summary>
    public void SetRemote(IceCredentials remote) => _remote = remote;

    /// <summary>Adds a place where the server listens; a path that is known already is ignored.</summary>
    public void AddRemoteCandidate(IceRemoteCandidate candidate)
    {
        if (State != IceState.Lost && !_checks.Exists(check => check.Path == candidate.Path))
        {
            _checks.Add(new(candidate) { NextAt = State == IceState.Connected ? MonotonicTime.Never : default });
            _checks.Sort((left, right) => right.Rank.CompareTo(left.Rank));
        }
    }

    /// <summary>
    /// Takes a STUN datagram: an answer to a check of ours, or a check of the peer's, for which the length of the answer
    /// is returned. 0 means that nothing goes back.
    /// </summary>
    /// <param name="now">When it came.</param>
    /// <param name="from">Where from.</param>
    /// <param name="datagram">The datagram.</param>
    /// <param name="response">At least <see cref="StunMessageWriter.RecommendedBuffer"/> bytes.</param>
    public int HandleDatagram(
        MonotonicTime now, NetworkPath from, ReadOnlySpan<byte> datagram, Span<byte> response)
    {
        if (State == IceState.Lost
            || _remote is null
            || !StunMessage.TryParse(datagram, out var message)
            || !message.VerifyFingerprint())
        {
            return 0;
        }

        switch (message.Type)
        {
            case StunMessageType.BindingRequest when message.VerifyIntegrity(_local.PasswordBytes):
                return IceResponse.WriteSuccess(response, message, from, _local.PasswordBytes);
            case StunMessageType.BindingSuccess when message.VerifyIntegrity(_remote.PasswordBytes):
                HandleSuccess(now, from, message);
                return 0;
            case StunMessageType.BindingError:
                HandleError(message);
                return 0;
            default:
                return 0;
        }
    }

    /// <summary>Writes the next check that is due. False when there is none now.</summary>
    /// <param name="now">The present instant.</param>
    /// <param name="datagram">At least <see cref="StunMessageWriter.RecommendedBuffer"/> bytes.</param>
    /// <param name="to">Where it goes.</param>
    /// <param name="length">Bytes written.</param>
    public bool TryPoll(MonotonicTime now, Span<byte> datagram, out NetworkPath to, out int length)
    {
        to = default;
        length = 0;
        if (State == IceState.Lost || _remote is null)
        {
            return false;
        }

        if (now >= _consentUntil)
        {
            Lose();
            return false;
        }

        if (now >= _nominateAt)
        {
            Nominate(now);
        }

        foreach (var check in _checks)
        {
            if (now >= DueAt(check) && TryTransmit(now, check))
            {
                to = check.Path;
                length = WriteCheck(datagram, check, _remote);
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes the next event. False when there is none.</summary>
    public bool TryTakeEvent(out IceEvent happened) => _events.TryDequeue(out happened);

    private void HandleSuccess(MonotonicTime now, NetworkPath from, StunMessage message)
    {
        var check = FindTransaction(message.TransactionId);
        // RFC 8445 section 7.2.5.2.1: an answer from elsewhere than the check went to is a failure; it is ignored here.
        if (check is null || check.Path != from)
        {
            return;
        }

        if (State == IceState.Connected)
        {
            if (check == _selected)
            {
                _consentUntil = now + ConsentLifetime;
            }

            return;
        }

        if (check.IsNominating)
        {
            Connect(now, check);
            return;
        }

        check.HasSucceeded = true;
        check.NextAt = MonotonicTime.Never;
        var at = _checks.TrueForAll(other => other.Rank <= check.Rank || other.HasFailed) ? now : now + WaitForBetter;
        _nominateAt = at < _nominateAt ? at : _nominateAt;
    }

    private void HandleError(StunMessage message)
    {
        if (State == IceState.Checking && FindTransaction(message.TransactionId) is { } check)
        {
            Fail(check);
        }
    }

    private void Nominate(MonotonicTime now)
    {
        _nominateAt = MonotonicTime.Never;
        var best = _checks.Find(check => check.HasSucceeded && !check.HasFailed);
        if (best is null || State != IceState.Checking)
        {
            return;
        }

        best.IsNominating = true;
        best.Transmissions = 0;
        best.NextAt = now;
        foreach (var other in _checks)
        {
            if (other != best && !other.HasSucceeded)
            {
                other.NextAt = MonotonicTime.Never;
            }
        }
    }

    private void Connect(MonotonicTime now, IceCheck check)
    {
        State = IceState.Connected;
        _selected = check;
        _consentUntil = now + ConsentLifetime;
        foreach (var other in _checks)
        {
            other.NextAt = MonotonicTime.Never;
        }

        check.NextAt = now + NextConsentDelay();
        _events.Enqueue(new(IceEventKind.PathSelected, check.Path));
    }

    private MonotonicTime DueAt(IceCheck check)
    {
        if (check.HasFailed)
        {
            return MonotonicTime.Never;
        }

        var isFirst = check.Transmissions == 0 && !check.IsNominating;
        return isFirst && check.NextAt < _paceUntil ? _paceUntil : check.NextAt;
    }

    // Counts the transmission and plans the next one; false when the transaction has run out of them.
    private bool TryTransmit(MonotonicTime now, IceCheck check)
    {
        if (State == IceState.Connected)
        {
            // RFC 7675 section 5.1: a consent check is a new transaction each time and is not repeated.
            check.Transaction = NextTransaction();
            check.NextAt = now + NextConsentDelay();
            return true;
        }

        if (check.Transmissions == MaxTransmissions)
        {
            Fail(check);
            return false;
        }

        if (check.Transmissions++ == 0)
        {
            check.Transaction = NextTransaction();
            _paceUntil = now + Pace;
        }

        var retry = FirstRetry * (1 << Math.Min(check.Transmissions - 1, 6));
        check.NextAt = now + (retry < MaxRetry ? retry : MaxRetry);
        return true;
    }

    private void Fail(IceCheck check)
    {
        check.HasFailed = true;
        if (_checks.TrueForAll(other => other.HasFailed))
        {
            Lose();
        }
        else if (check.IsNominating)
        {
            ResumeOthers();
        }
    }

    // The nominated pair failed after all: those set aside for it get their turn.
    private void ResumeOthers()
    {
        foreach (var other in _checks)
        {
            if (!other.HasFailed)
            {
                other.Transmissions = 0;
                other.HasSucceeded = false;
                other.NextAt = default;
            }
        }
    }

    private void Lose()
    {
        State = IceState.Lost;
        _events.Enqueue(new(IceEventKind.Lost, default));
    }

    private int WriteCheck(Span<byte> datagram, IceCheck check, IceCredentials remote)
    {
        Span<byte> username = stackalloc byte[remote.FragmentBytes.Length + 1 + _local.FragmentBytes.Length];
        remote.FragmentBytes.CopyTo(username);
        username[remote.FragmentBytes.Length] = (byte)':';
        _local.FragmentBytes.CopyTo(username[(remote.FragmentBytes.Length + 1)..]);

        var writer = new StunMessageWriter(datagram, StunMessageType.BindingRequest, check.Transaction);
        writer.Add(StunAttributeType.Username, username);
        writer.Add(StunAttributeType.IceControlling, _tieBreaker);
        writer.Add(StunAttributeType.Priority, PeerReflexivePriority(check.Path.Protocol));
        if (check.IsNominating)
        {
            writer.AddFlag(StunAttributeType.UseCandidate);
        }

        writer.AddIntegrity(remote.PasswordBytes);
        writer.AddFingerprint();
        return writer.Length;
    }

    // RFC 8445 section 5.1.2.1: type preference 110, local preference (UDP above TCP), component 1.
    private static uint PeerReflexivePriority(NetworkProtocol protocol) =>
        (110u << 24) | ((protocol == NetworkProtocol.Udp ? 65535u : 32767u) << 8) | 255;

    // RFC 7675 section 5.1: 0.8 to 1.2 times the interval, so that clients do not fall into step.
    private TimeSpan NextConsentDelay() => ConsentInterval * (0.8 + (0.4 * ((byte)NextTransaction().High / 255.0)));

    private IceCheck? FindTransaction(StunTransactionId id) =>
        _checks.Find(check => check.Transmissions > 0 && check.Transaction == id);

    private StunTransactionId NextTransaction()
    {
        Span<byte> bytes = stackalloc byte[StunTransactionId.Length];
        _random.GetBytes(bytes);
        return StunTransactionId.Read(bytes);
    }
}
