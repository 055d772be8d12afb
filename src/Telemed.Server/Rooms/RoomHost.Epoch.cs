using Telemed.Consults.Consults;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>
/// Whose room it is: this node's for as long as it holds the room's epoch. A room that goes to another node goes on here until
/// its people are over there, but says nothing of it to the consult any more.
/// </summary>
internal sealed partial class RoomHost
{
    /// <summary>How long people have to come back to a room that another node ran before.</summary>
    private static readonly TimeSpan ReturnTime = TimeSpan.FromSeconds(10);

    /// <summary>How long who was told that the room moved can stay.</summary>
    private static readonly TimeSpan MoveTime = TimeSpan.FromSeconds(15);

    /// <summary>How long who is in a room that was lost to another node can stay: the two rooms do not see each other.</summary>
    private static readonly TimeSpan FenceTime = TimeSpan.FromSeconds(2);

    private long _epoch;
    private bool _isMoved;
    private bool _isExpecting;

    /// <summary>The epoch in which the room is this node's; 0 when it is not.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Takes the room over that another node ran, or that was handed to this one; its people may come or not.</summary>
    public void TakeOver() => _loop.Post(async () =>
    {
        if (!_closed)
        {
            await ClaimAsync();
            await ForgetIfEmptyAsync();
        }
    });

    /// <summary>The database was away: what could not be told to the consult meanwhile is told now.</summary>
    public void Reconcile() => _loop.Post(ReconcileAsync);

    /// <summary>
    /// Another node runs the room: who is in it is sent there. They hear of it at once, beside the loop, which may wait long for a
    /// database that does not answer.
    /// </summary>
    public Task FenceAsync()
    {
        var word = new RoomEvent.Moved(Url: null) { Sequence = _history.Sequence };
        foreach (var member in _members.Values)
        {
            member.Outbox?.Add(word.Method, word);
        }

        return _loop.AskAsync(
            async () =>
            {
                await LoseRoomAsync();
                return default(Nothing);
            },
            () => default);
    }

    /// <summary>Hands the room to another node and sends its people there; it closes here when they are gone.</summary>
    /// <returns>Whether a node took it.</returns>
    public Task<bool> MoveAsync() => _loop.AskAsync(
        async () =>
        {
            if (_closed || _isMoved || Epoch == 0 || await _services.Node.HandOverAsync(Consult, Epoch) is not { } to)
            {
                return false;
            }

            await GoAsync(to.Node.PublicUrl, MoveTime);
            return true;
        },
        () => false);

    /// <summary>Sees to it that the room is this node's; who runs it otherwise is asked by whoever is sent away.</summary>
    private async Task<Refusal?> ClaimAsync()
    {
        if (_isMoved)
        {
            return ProblemKind.RoomElsewhere;
        }

        if (Epoch != 0)
        {
            return null;
        }

        if (_services.Node.IsStopping)
        {
            return ProblemKind.RoomElsewhere; // Nobody would hand it over any more.
        }

        if (await _services.Node.ClaimAsync(Consult) is not { } place || place.Node != _services.Node.Name)
        {
            return ProblemKind.RoomElsewhere;
        }

        Volatile.Write(ref _epoch, place.Epoch);
        if (place.Takeovers > 0)
        {
            _history.ContinueFrom(place.Takeovers);
            _isExpecting = true;
            _ = AwaitReturnsAsync();
        }

        return null;
    }

    /// <summary>
    /// A person is no longer here. Said of a room that another node runs it would take them out of that one, so it is asked
    /// first whose it is: a node that stood still may not know yet.
    /// </summary>
    private async Task LoseFromConsultAsync(RoomMember member)
    {
        if (await IsStillHereAsync())
        {
            await _services.Desk.LeaveRoomAsync(Consult, member.PersonId, LeaveCause.Lost, Now);
            await RefreshRecordingAsync();
        }
    }

    private async Task<bool> IsStillHereAsync()
    {
        if (!_isMoved && Epoch != 0 && (_services.Node.IsFenced || !await _services.Node.RunsAsync(Consult, Epoch)))
        {
            await LoseRoomAsync();
        }

        return !_isMoved;
    }

    private async Task AwaitReturnsAsync()
    {
        await Task.Delay(ReturnTime, _services.Time);
        _loop.Post(async () =>
        {
            _isExpecting = false;
            await ReconcileAsync();
            if (!_closed)
            {
                await ForgetIfEmptyAsync();
            }
        });
    }

    /// <summary>Whom the consult takes to be here, and who is not, has left.</summary>
    private async Task ReconcileAsync()
    {
        if (_closed || _isMoved || _isExpecting
            || (await _services.Store.LoadConsultAsync(Consult)).State is not ConsultState.Engaged { Engagement.Room: var present })
        {
            return;
        }

        foreach (var one in present.Where(one => !MembersOf(one.Person).Any(member => member is { Device: null, Connected: true })))
        {
            await _services.Desk.LeaveRoomAsync(Consult, one.Person, LeaveCause.Lost, Now);
        }

        await RefreshRecordingAsync(resumeFailed: true);
    }

    private async Task LoseRoomAsync()
    {
        if (!_closed && !_isMoved)
        {
            _services.Logger.RoomFenced(Room);
            await GoAsync(url: null, FenceTime);
        }
    }

    private async Task GoAsync(string? url, TimeSpan stay)
    {
        _isMoved = true;
        Volatile.Write(ref _epoch, 0);
        await _recording.StopAsync(); // It goes on over there, in its next epoch.
        Tell(new RoomEvent.Moved(url));
        await CloseIfLeftAsync();
        _ = CloseLaterAsync(stay);
    }

    /// <summary>A room that moved is over when its people are over there.</summary>
    private Task CloseIfLeftAsync() =>
        _isMoved && _members.Values.All(member => member.Outbox is null) ? CloseAsync(reason: null) : Task.CompletedTask;

    private async Task CloseLaterAsync(TimeSpan after)
    {
        await Task.Delay(after, _services.Time);
        _loop.Post(() => CloseAsync(reason: null));
    }

    /// <summary>What cannot be given back now is found by the next heartbeat, which opens the room once more.</summary>
    private async Task ReleaseAsync()
    {
        if (Epoch is not 0 and var epoch && !_isMoved)
        {
            await _services.Node.ReleaseAsync(Consult, epoch).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Volatile.Write(ref _epoch, 0);
    }
}
