using System.Collections.Concurrent;
using System.Globalization;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.Media;
using Telemed.Server.Hub;
using Telemed.Server.Problems;
using Telemed.Server.Telemetry;
using Telemed.Server.Tokens;

namespace Telemed.Server.Rooms;

/// <summary>
/// One consult's room: who is in it, what they hear, and the wiring between what the domain allows and what the media
/// node does. Every public member may be called from any thread; the work is done one after the other.
/// </summary>
internal sealed partial class RoomHost : IRoom
{
    private const int HistoryLength = 512;

    /// <summary>How long a hub connection may be gone before its participant counts as gone from the room.</summary>
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(5);

    private readonly RoomServices _services;
    private readonly RoomLoop _loop;
    private readonly RoomHistory _history = new(HistoryLength);
    private readonly RoomRecording _recording;
    private readonly ConcurrentDictionary<string, RoomMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PublicationView> _publications = new(StringComparer.Ordinal);
    private bool _closed;

    /// <summary>Opens the room of a consult; nobody is in it.</summary>
    public RoomHost(ConsultId consult, RoomServices services)
    {
        Consult = consult;
        _services = services;
        _loop = new(services.Faults, services.Logger);
        _recording = new(services.Media, Room);
    }

    /// <summary>The consult.</summary>
    public ConsultId Consult { get; }

    /// <summary>Complete when the room was closed and everything is done.</summary>
    public Task Ended => _loop.Ended;

    /// <summary>The links of those who are in the room, as last measured. Any thread; replaced as a whole.</summary>
    public IReadOnlyList<RoomEvent.LinkQuality> Links { get; private set; } = [];

    private string Room => Consult.Value;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    /// <summary>Brings a person in by their ticket, or back in after a broken connection.</summary>
    public Task<Answer<JoinReply>> JoinAsync(JoinTicket ticket, Outbox outbox, JoinRequest request) =>
        AskAsync(async () =>
        {
            var member = _members.GetValueOrDefault(ticket.Person);
            var known = member?.Outbox?.ConnectionId == outbox.ConnectionId;
            if (known && member!.Replies.TryGet(request.MessageId, out var earlier))
            {
                return (JoinReply)earlier!;
            }

            if (!known && Use(ticket) is { } spent)
            {
                await ForgetIfEmptyAsync();
                return spent;
            }

            return await EnterAsync(ticket, outbox, request);
        });

    /// <summary>Answers a further offer.</summary>
    public Task<Answer<NegotiateReply>> NegotiateAsync(string person, NegotiateRequest request) =>
        OnceAsync<NegotiateReply>(person, request.MessageId, async member =>
        {
            if (member.IsGuest)
            {
                // Further lines would be filled by the relay as it sees fit; a guest's page joins anew instead.
                return ProblemKind.Forbidden;
            }

            try
            {
                return new NegotiateReply(
                    await _services.Media.NegotiateAsync(Room, member.Id, request.OfferSdp, CancellationToken.None));
            }
            catch (MediaRefusedException refused)
            {
                return refused.ToRefusal();
            }
        });

    /// <summary>Says what one of a participant's publications shows.</summary>
    public Task<Answer<Nothing>> SetPublicationAsync(string person, PublicationRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            if (!_publications.Values.Any(one => one.Participant == member.Id && one.Mid == request.Mid))
            {
                return ProblemKind.NoSuchPublication;
            }

            if (member.IsGuest && request.Feed is not (Feed.Face or Feed.Voice))
            {
                return ProblemKind.Forbidden;
            }

            var feed = request.Feed.ToString().ToLowerInvariant();
            await _services.Media.SetPublicationAsync(
                Room, member.Id, request.Mid, feed, request.Label ?? string.Empty, IsMuted(member, request.Mid, request.Muted));
            return default(Nothing);
        });

    /// <summary>Notes what a participant sends over their link.</summary>
    public Task<Answer<Nothing>> SetModeAsync(string person, ModeRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, member =>
        {
            member.Mode = request.Mode;
            return Task.FromResult<Answer<Nothing>>(default(Nothing));
        });

    /// <summary>States what a participant wishes to see.</summary>
    public Task<Answer<Nothing>> SetSlotsAsync(string person, SlotsRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            if (request.Wishes.Any(wish => wish.Publication is { } id && !(_publications.ContainsKey(id) && Sees(member, id))))
            {
                return ProblemKind.NoSuchPublication;
            }

            if (member.IsGuest)
            {
                return default(Nothing); // Theirs are filled with the faces and voices that there are.
            }

            await _services.Media.SetSlotsAsync(Room, member.Id, request.Wishes);
            return default(Nothing);
        });

    /// <summary>Takes a participant out for good; they may come back with a new token.</summary>
    public Task<Answer<Nothing>> LeaveAsync(string person, LeaveRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            var unseen = IsUnseen(member);
            _members.TryRemove(member.Id, out _);
            EndPresentationOf(member.Id);
            EndAskOf(member.Id);
            if (!unseen)
            {
                Tell(new RoomEvent.ParticipantLeft(member.Id, "left"));
            }

            member.Outbox?.Complete();
            await _services.Media.LeaveAsync(Room, member.Id);
            if (member.Side == RoomSide.Observer)
            {
                LoseViewer(member);
                return default(Nothing);
            }

            await RefreshSoundAsync();
            await _services.Desk.LeaveRoomAsync(Consult, member.PersonId, LeaveCause.Left, Now);
            await RefreshRecordingAsync();
            return default(Nothing);
        });

    /// <summary>Tells that a connection is gone. Its participant stays, unless nobody comes back in their name.</summary>
    public void Disconnected(string person, string connectionId) => _loop.Post(async () =>
    {
        if (_members.GetValueOrDefault(person) is { } member && member.Outbox?.ConnectionId == connectionId)
        {
            member.Outbox = null;
            if (_isMoved)
            {
                await CloseIfLeftAsync();
                return;
            }

            SetConnected(member, false);
            _ = AwaitReturnAsync(member);
            await RefreshSoundAsync();
        }
    });

    /// <summary>Tells what happened to the consult.</summary>
    public void Happened(ConsultEvent fact, int version) => _loop.Post(() => FollowAsync(fact, version));

    /// <summary>Tells that the consult's recording changed, or how far its file is made.</summary>
    public void RecordingMoved() => _loop.Post(RefreshRecordingAsync);

    /// <summary>The recording that is open at the media node for this room; null when none is.</summary>
    public string? RunningRecording => _recording.Running;

    /// <summary>Whether somebody can still be in it.</summary>
    public bool IsOpen => !_closed;

    /// <summary>Tries a failed recording again, in its next epoch.</summary>
    public void RetryRecording() => _loop.Post(() => RefreshRecordingAsync(resumeFailed: true));

    /// <summary>Tells what happened to the room's media.</summary>
    public void Happened(MediaEvent happened) => _loop.Post(() => FollowAsync(happened));

    /// <summary>Closes the room without ending the consult: the process is stopping.</summary>
    public Task StopAsync()
    {
        _loop.Post(() => CloseAsync(reason: null));
        return Ended;
    }

    private Refusal? Use(JoinTicket ticket)
    {
        if (ticket.ExpiresAt <= Now)
        {
            return ProblemKind.TokenExpired;
        }

        if (ticket.Node is { } node && node != _services.Node.Name)
        {
            return ProblemKind.RoomElsewhere;
        }

        return _services.UsedTokens.TryUse(ticket) ? null : (Refusal)ProblemKind.TokenUsed;
    }

    private async Task<Answer<JoinReply>> EnterAsync(JoinTicket ticket, Outbox outbox, JoinRequest request)
    {
        var network = await _services.Directory.LoadAsync();
        if (await _services.Desk.FindPersonAsync(Consult, new(ticket.Person)) is not { } who)
        {
            return ProblemKind.Forbidden;
        }

        if (!(await _services.Desk.MayJoinAsync(who, Consult, Now)).ToAnswer().TryGet(out var side, out var closed))
        {
            await ForgetIfEmptyAsync();
            return closed;
        }

        if (side == RoomSide.Observer && RefuseViewer(who, request.OfferSdp) is { } barred)
        {
            await ForgetIfEmptyAsync();
            return barred;
        }

        if (await ClaimAsync() is { } elsewhere)
        {
            await ForgetIfEmptyAsync();
            return elsewhere;
        }

        if (side == RoomSide.Interpreter)
        {
            await RefreshSoundAsync(arriving: who.Id.Value);
        }

        var slots = IsGuest(side) ? GuestSlots(request.OfferSdp) : null;
        var sound = SoundFor(_members.GetValueOrDefault(who.Id.Value));
        JoinAnswer answer;
        try
        {
            using var span = Traces.Source.StartActivity("media.join");
            answer = await _services.Media.JoinAsync(
                Room, who.Id.Value, request.OfferSdp, _recording.IsGranted(who.Id.Value), CancellationToken.None, slots, sound);
        }
        catch (MediaRefusedException refused)
        {
            return refused.ToRefusal();
        }

        // Those who look on come and go without a fact of the case: they are many, and who asked for the room is audited.
        if (side != RoomSide.Observer
            && (await Traces.StepAsync("consult.enter", () => _services.Desk.EnterRoomAsync(new(who, NewCommand(), Now), Consult)))
                .ToAnswer().Refusal is { } refusal)
        {
            await _services.Media.LeaveAsync(Room, who.Id.Value);
            return refusal;
        }

        await ReadChatAsync();
        var member = Admit(who, side, network, outbox, await ReadsFromAsync(who.Id));
        await RefreshConsentAsync(member);
        await RefreshRecordingAsync(resumeFailed: side != RoomSide.Observer);
        foreach (var publication in answer.Publications)
        {
            _publications[publication.Id] = PublicationView.Of(publication);
            await SilenceIfHeldAsync(_publications[publication.Id]);
        }

        member.Slots = [.. answer.Slots.Select(slot => (slot.Mid, slot.Kind))];
        member.Shown = [];
        await RefreshSoundAsync();
        if (side == RoomSide.Observer)
        {
            TellAudience();
        }

        var session = await _services.Desk.FindSessionAsync(Consult);
        var reply = Reply(answer, member, request, session);
        member.Replies.Keep(request.MessageId, reply);
        return reply;
    }

    /// <summary>A room that was opened for somebody who may not enter it is not kept.</summary>
    private Task ForgetIfEmptyAsync() => _members.IsEmpty && !_isExpecting ? CloseAsync(reason: null) : Task.CompletedTask;

    private RoomMember Admit(StaffMember who, RoomSide side, Network network, Outbox outbox, DateTimeOffset readsFrom)
    {
        var member = _members.GetValueOrDefault(who.Id.Value);
        if (member is null || member.Side != side)
        {
            var view = People.View(who, network);
            var old = member?.Outbox;
            member = new(view, side, Now) { Outbox = old, Connected = true, Site = SiteOf(who, side), ReadsFrom = readsFrom };
            _members[member.Id] = member;
            if (!IsUnseen(member))
            {
                Tell(new RoomEvent.ParticipantJoined(member.View), except: member.Id);
            }
        }

        if (member.Outbox is { } before && before.ConnectionId != outbox.ConnectionId)
        {
            before.Add(nameof(RoomEvent.Ended), new RoomEvent.Ended("elsewhere") { Sequence = _history.Sequence });
            _ = before.CloseAsync();
        }

        member.Outbox = outbox;
        SetConnected(member, true);
        return member;
    }

    private JoinReply Reply(JoinAnswer answer, RoomMember member, JoinRequest request, SessionView? session) => new(
        answer.AnswerSdp,
        member.Id,
        [.. _members.Values.Where(one => one.Id == member.Id || !IsUnseen(one)).Select(one => one.View)],
        [.. _publications.Values.Where(one => Sees(member, one.Id))],
        [.. answer.Slots.Select(slot => SlotView.Of(slot) with { Publication = member.IsGuest ? ShownIn(member, slot.Mid) : slot.Publication })],
        RecordingNow,
        HearsAsk(member) ? _asked : null,
        _history.Sequence,
        Room,
        [.. _chat.Where(line => ReadsChat(member, line))],
        member.Mix,
        SeesFiles(member) ? _presentation : null,
        session,
        AudienceFor(member),
        request.ResumeFrom is { } since
            ? _history.Since(since)?.Where(one => Hears(member, one)).Select(one => new MissedEvent(one.Method, one)).ToList()
            : null);

    private async Task AwaitReturnAsync(RoomMember member)
    {
        await Task.Delay(GoneAfter, _services.Time);
        _loop.Post(async () =>
        {
            if (!_closed && !_isMoved && member.Outbox is null && _members.GetValueOrDefault(member.Id) == member)
            {
                if (member.Side == RoomSide.Observer)
                {
                    await RemoveViewerAsync(member);
                    return;
                }

                EndPresentationOf(member.Id);
                EndAskOf(member.Id);
                await LoseFromConsultAsync(member);
            }
        });
    }

    private void SetConnected(RoomMember member, bool connected)
    {
        if (member.Connected != connected)
        {
            member.Connected = connected;
            if (!IsUnseen(member))
            {
                Tell(new RoomEvent.ParticipantChanged(member.View));
            }
        }
    }

    /// <summary>Tells everybody, or everybody but one; the event gets the room's next number either way.</summary>
    private void Tell(RoomEvent happened, string? except = null)
    {
        var numbered = _history.Number(happened);
        foreach (var member in _members.Values)
        {
            if (member.Id != except && Hears(member, numbered))
            {
                member.Outbox?.Add(numbered.Method, numbered);
            }
        }
    }

    /// <summary>Does what a person asks, in its turn. A node that is cut off has no turn to give: the room is for the others.</summary>
    private Task<Answer<T>> AskAsync<T>(Func<Task<Answer<T>>> work) => _services.Node.IsFenced
        ? Task.FromResult<Answer<T>>(ProblemKind.RoomElsewhere)
        : _loop.AskAsync<Answer<T>>(
            () => _closed ? Task.FromResult<Answer<T>>(ProblemKind.RoomClosed) : work(),
            () => ProblemKind.RoomClosed);

    private Task<Answer<T>> OnceAsync<T>(string person, string messageId, Func<RoomMember, Task<Answer<T>>> work) =>
        AskAsync<T>(async () =>
        {
            if (_members.GetValueOrDefault(person) is not { } member)
            {
                return ProblemKind.RoomClosed;
            }

            if (member.Replies.TryGet(messageId, out var earlier))
            {
                return earlier is T same ? same : Refusal.InvalidField("messageId", "reused");
            }

            var answer = await work(member);
            if (answer.Refusal is null)
            {
                member.Replies.Keep(messageId, answer.Value);
            }

            return answer;
        });

    private static CommandId NewCommand() => new(Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
}
