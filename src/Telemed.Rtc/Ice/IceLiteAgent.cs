using Telemed.Rtc.Session;
using Telemed.Rtc.Stun;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Ice;

/// <summary>
/// The lite half of ICE (RFC 8445 sections 2.5 and 8.2): answers the peer's checks and follows its choice of path; never
/// sends a check itself. One per peer. Sans-IO: datagrams and time in; one answer per check, events and a deadline out.
/// Not thread-safe.
/// </summary>
/// <remarks>
/// Which path is sent to: the first authenticated one at once, as browsers start DTLS before they nominate; then among
/// the nominated ones that are still checked the highest rank, where UDP beats TCP; a path from which media was
/// authenticated (<see cref="FollowMedia"/>) beats all of them. After <see cref="Restart"/> both credential sets are good
/// until the peer nominates under the new one; only then the old set and its paths go. Who asks is known by our own
/// password; of the user name only our own half is compared (RFC 8445 section 7.3). So a browser whose link is gone may
/// look for paths anew, under a fragment that it could not tell us, and comes back on the transport that is there.
/// </remarks>
public sealed class IceLiteAgent
{
    private const int MaxPaths = 16;

    // RFC 7675 section 5.1: consent lasts 30 s. For us the peer's checks are the proof of it.
    private static readonly TimeSpan ConsentLifetime = TimeSpan.FromSeconds(30);

    // A selected path without checks for so long gives way to any other nominated one. Firefox checks about each 5 s.
    private static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(7);

    private readonly List<IcePath> _paths = new(4);
    private readonly Queue<IceEvent> _events = new(8);
    private IceCredentials _local;
    private IceCredentials? _previousLocal;
    private int _generation;
    private IcePath? _selected;

    /// <summary>Makes an agent that waits for checks.</summary>
    /// <param name="local">The credentials of our answer.</param>
    public IceLiteAgent(IceCredentials local) => _local = local;

    /// <summary>The newest credentials of ours.</summary>
    public IceCredentials Local => _local;

    /// <summary>The credentials from before a restart while they are still good; else null.</summary>
    public IceCredentials? PreviousLocal => _previousLocal;

    /// <summary>Where to send; null before the first authenticated check and after <see cref="IceEventKind.Lost"/>.</summary>
    public NetworkPath? SelectedPath => _selected?.Path;

    /// <summary>When to call <see cref="HandleTimeout"/>: when the first path's consent ends.</summary>
    public MonotonicTime Deadline { get; private set; } = MonotonicTime.Never;

    /// <summary>When the given path was last proven by a check; null for an unknown path.</summary>
    public MonotonicTime? LastCheckAt(NetworkPath path) => Find(path)?.LastCheckAt;

    /// <summary>Whether a check from this path has been authenticated and its consent lasts.</summary>
    public bool IsAuthenticated(NetworkPath path) => Find(path) is not null;

    /// <summary>
    /// Starts an ICE restart (RFC 8445 section 9): checks under the new credentials are good at once, those under the
    /// present ones until the peer nominates anew. Media goes on.
    /// </summary>
    public void Restart(IceCredentials local)
    {
        _previousLocal = _local;
        _local = local;
        _generation++;
    }

    /// <summary>
    /// Takes a STUN datagram. Returns the length of the answer that goes back the same way, or 0 for none: for what is
    /// not a sound Binding request with a fingerprint.
    /// </summary>
    /// <param name="now">When it came.</param>
    /// <param name="from">Where from.</param>
    /// <param name="datagram">The datagram.</param>
    /// <param name="response">At least <see cref="StunMessageWriter.RecommendedBuffer"/> bytes.</param>
    public int HandleDatagram(
        MonotonicTime now, NetworkPath from, ReadOnlySpan<byte> datagram, Span<byte> response)
    {
        if (!StunMessage.TryParse(datagram, out var request)
            || request.Type != StunMessageType.BindingRequest
            || !request.VerifyFingerprint())
        {
            return 0;
        }

        var refusal = Authenticate(request, out var credentials, out var generation);
        if (refusal != 0)
        {
            return IceResponse.WriteError(response, request, refusal, default);
        }

        if (IceResponse.HasUnknownAttribute(request))
        {
            return IceResponse.WriteError(response, request, 420, credentials!.PasswordBytes);
        }

        if (request.IsFromControlled)
        {
            // RFC 8445 section 7.3.1.1: both claim to be controlled. A lite agent cannot lead, so the peer must.
            return IceResponse.WriteError(response, request, 487, credentials!.PasswordBytes);
        }

        NoteCheck(now, from, request, generation);
        return IceResponse.WriteSuccess(response, request, from, credentials!.PasswordBytes);
    }

    /// <summary>
    /// Says that an SRTP packet from this path was authentic and no replay: the peer sends from there, so send there. Firefox
    /// behind a changed address translation shows it by nothing else. The path needs a check within 30 s to last.
    /// </summary>
    public void FollowMedia(MonotonicTime now, NetworkPath from)
    {
        if (_selected?.Path == from)
        {
            return;
        }

        Select(Find(from) ?? Add(now, from, _selected?.Generation ?? _generation));
    }

    /// <summary>
    /// Says that a path's connection has ended (TCP). The best other path takes over; the only one stays until its consent
    /// ends, and gives way to whatever the peer proves next.
    /// </summary>
    public void ClosePath(NetworkPath closed)
    {
        if (Find(closed) is not { } path)
        {
            return;
        }

        path.IsClosed = true;
        if (_paths.Count > 1)
        {
            RemoveAt(_paths.IndexOf(path));
            UpdateDeadline();
        }

        if (_selected is null)
        {
            Select(Best());
        }
    }

    /// <summary>Lets paths expire whose consent has ended.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        var before = _paths.Count;
        for (var index = before - 1; index >= 0; index--)
        {
            if (now - _paths[index].LastCheckAt >= ConsentLifetime)
            {
                RemoveAt(index);
            }
        }

        if (before > 0 && _paths.Count == 0)
        {
            _events.Enqueue(new(IceEventKind.Lost, default));
        }

        if (_selected is null && _paths.Count > 0)
        {
            Select(Best());
        }

        UpdateDeadline();
    }

    /// <summary>Takes the next event. False when there is none.</summary>
    public bool TryTakeEvent(out IceEvent happened) => _events.TryDequeue(out happened);

    // RFC 8489 section 9.1.3. Returns 0, or the code to refuse with.
    private int Authenticate(StunMessage request, out IceCredentials? credentials, out int generation)
    {
        credentials = null;
        generation = _generation;
        if (!request.TryGet(StunAttributeType.MessageIntegrity, out _)
            || !request.TryGet(StunAttributeType.Username, out _))
        {
            return 400;
        }

        if (!IceUsername.TrySplit(request.Username, out var receiver, out _))
        {
            return 401;
        }

        if (receiver.SequenceEqual(_local.FragmentBytes))
        {
            credentials = _local;
        }
        else if (_previousLocal is not null && receiver.SequenceEqual(_previousLocal.FragmentBytes))
        {
            credentials = _previousLocal;
            generation = _generation - 1;
        }

        return credentials is not null && request.VerifyIntegrity(credentials.PasswordBytes) ? 0 : 401;
    }

    private void NoteCheck(MonotonicTime now, NetworkPath from, StunMessage request, int generation)
    {
        var path = Find(from) ?? Add(now, from, generation);
        path.LastCheckAt = now;
        path.IsClosed = false;
        path.Priority = Math.Max(path.Priority, request.Priority);
        if (path.Generation < generation)
        {
            path.Generation = generation;
            path.IsNominated = false;
        }

        path.IsNominated |= request.UseCandidate;
        if (path.IsNominated && path.Generation == _generation && _previousLocal is not null)
        {
            CompleteRestart(path);
        }
        else if (ShouldSelect(now, path))
        {
            Select(path);
        }

        UpdateDeadline();
    }

    private bool ShouldSelect(MonotonicTime now, IcePath path)
    {
        if (_selected is null)
        {
            return true;
        }

        if (path == _selected)
        {
            return false;
        }

        if (_selected.IsClosed || now - _selected.LastCheckAt >= StaleAfter)
        {
            return true;
        }

        return path.IsNominated && (!_selected.IsNominated || path.Rank > _selected.Rank);
    }

    private void CompleteRestart(IcePath nominated)
    {
        _previousLocal = null;
        Select(nominated);
        for (var index = _paths.Count - 1; index >= 0; index--)
        {
            if (_paths[index].Generation < _generation)
            {
                RemoveAt(index);
            }
        }
    }

    private void Select(IcePath path)
    {
        if (_selected != path)
        {
            _selected = path;
            _events.Enqueue(new(IceEventKind.PathSelected, path.Path));
        }
    }

    private IcePath Add(MonotonicTime now, NetworkPath from, int generation)
    {
        if (_paths.Count == MaxPaths)
        {
            RemoveAt(OldestSpare());
        }

        var path = new IcePath(from, generation, now);
        _paths.Add(path);
        _events.Enqueue(new(IceEventKind.PathAuthenticated, from));
        UpdateDeadline();
        return path;
    }

    private int OldestSpare()
    {
        var oldest = -1;
        for (var index = 0; index < _paths.Count; index++)
        {
            if (_paths[index] != _selected
                && (oldest < 0 || _paths[index].LastCheckAt < _paths[oldest].LastCheckAt))
            {
                oldest = index;
            }
        }

        return oldest;
    }

    private void RemoveAt(int index)
    {
        var path = _paths[index];
        _paths.RemoveAt(index);
        _events.Enqueue(new(IceEventKind.PathExpired, path.Path));
        if (path == _selected)
        {
            _selected = null;
        }
    }

    private IcePath Best()
    {
        var best = _paths[0];
        foreach (var path in _paths)
        {
            if ((path.IsNominated, path.Rank).CompareTo((best.IsNominated, best.Rank)) > 0)
            {
                best = path;
            }
        }

        return best;
    }

    private IcePath? Find(NetworkPath path)
    {
        foreach (var known in _paths)
        {
            if (known.Path == path)
            {
                return known;
            }
        }

        return null;
    }

    private void UpdateDeadline()
    {
        Deadline = MonotonicTime.Never;
        foreach (var path in _paths)
        {
            var end = path.LastCheckAt + ConsentLifetime;
            Deadline = end < Deadline ? end : Deadline;
        }
    }
}
