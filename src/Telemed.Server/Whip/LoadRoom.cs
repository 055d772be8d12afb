using Telemed.Consults.Consults;
using Telemed.Consults.Institutions;
using Telemed.Consults.Recordings;
using Telemed.Consults.Views;
using Telemed.Media;
using Telemed.Server.Hub;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;
using Telemed.Server.Tokens;

namespace Telemed.Server.Whip;

/// <summary>A room without a consult, as the doors see it. What is known of it is in <see cref="LoadRooms"/>.</summary>
internal sealed class LoadRoom(string id, LoadRooms rooms, MediaNode media) : IRoom
{
    private static readonly RecordingView NoRecording = new(null, RecordingStatus.Off, null, 0, [], false, null);

    /// <inheritdoc/>
    public async Task<Answer<JoinReply>> JoinAsync(JoinTicket ticket, Outbox outbox, JoinRequest request)
    {
        if (ticket.Role != JoinTicket.AnyRole)
        {
            return new Refusal(ProblemKind.Forbidden, "Who joins by the hub sends and receives; the token's role must be 'any'.");
        }

        var member = new LoadMember(outbox.ConnectionId, outbox);
        if (rooms.Find(id, member.Id) is null && !rooms.TryEnter(id, member))
        {
            return ProblemKind.Conflict;
        }

        try
        {
            var answer = await media.JoinAsync(id, member.Id, request.OfferSdp, recordable: false, CancellationToken.None);
            return new JoinReply(
                answer.AnswerSdp,
                member.Id,
                [.. rooms.Members(id).Select(one => View(one.Id))],
                [.. answer.Publications.Select(PublicationView.Of)],
                [.. answer.Slots.Select(SlotView.Of)],
                NoRecording,
                null,
                0,
                id,
                [],
                default,
                null,
                null,
                new(0, 0, [], null),
                null);
        }
        catch (MediaRefusedException refused)
        {
            await rooms.LeaveAsync(id, member.Id);
            return refused.ToRefusal();
        }
    }

    /// <inheritdoc/>
    public Task<Answer<NegotiateReply>> NegotiateAsync(string who, NegotiateRequest request) =>
        NegotiateDeviceAsync(who, request.OfferSdp);

    /// <inheritdoc/>
    public async Task<Answer<Nothing>> SetPublicationAsync(string who, PublicationRequest request)
    {
        await media.SetPublicationAsync(
            id, who, request.Mid, request.Feed.ToString().ToLowerInvariant(), request.Label ?? string.Empty, request.Muted);
        return default(Nothing);
    }

    /// <inheritdoc/>
    public Task<Answer<Nothing>> SetModeAsync(string who, ModeRequest request) =>
        Task.FromResult<Answer<Nothing>>(default(Nothing)); // Nobody in a load room is told of links.

    /// <inheritdoc/>
    public async Task<Answer<Nothing>> SetSlotsAsync(string who, SlotsRequest request)
    {
        await media.SetSlotsAsync(id, who, request.Wishes);
        return default(Nothing);
    }

    /// <inheritdoc/>
    public Task<Answer<Nothing>> SetMixAsync(string who, MixRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> ConsentAsync(string who, ConsentRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> ChatAsync(string who, ChatRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> MarkAsync(string who, MarkRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> DrawAsync(string who, DrawRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> PresentAsync(string who, PresentRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> AskRecordingAsync(string who, AskRecordingRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> AnswerRecordingAsync(string who, AnswerRecordingRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> RaiseHandAsync(string who, HandRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> GiveWordAsync(string who, WordRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> MuteAsync(string who, MuteRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> RemoveAsync(string who, RemoveRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> SetHeldAsync(string who, HoldRequest request) => NoConsult();

    /// <inheritdoc/>
    public Task<Answer<Nothing>> StillAsync(string who, StillRequest request) => NoConsult();

    /// <inheritdoc/>
    public async Task<Answer<Nothing>> LeaveAsync(string who, LeaveRequest request)
    {
        await rooms.LeaveAsync(id, who);
        return default(Nothing);
    }

    /// <inheritdoc/>
    public void Disconnected(string who, string connectionId) => _ = rooms.LeaveAsync(id, who);

    /// <inheritdoc/>
    public void Happened(MediaEvent happened)
    {
        switch (happened)
        {
            case MediaEvent.ParticipantDisconnected e when e.Reason != DisconnectReason.Replaced:
                _ = rooms.LeaveAsync(id, e.Participant);
                break;
            case MediaEvent.SlotAssigned e when rooms.Find(id, e.Participant)?.Outbox is { } outbox:
                outbox.Add(nameof(RoomEvent.SlotAssigned), new RoomEvent.SlotAssigned(e.Mid, e.Publication));
                break;
            case MediaEvent.PublicationAdded e:
                Tell(new RoomEvent.PublicationAdded(PublicationView.Of(e.Publication)));
                break;
            case MediaEvent.PublicationRemoved e:
                Tell(new RoomEvent.PublicationRemoved(e.Publication.Id));
                break;
        }
    }

    /// <inheritdoc/>
    public async Task<Answer<DeviceReply>> PublishAsync(JoinTicket ticket, string feed, DeviceOffer offer)
    {
        if (ticket.Role == JoinTicket.ViewerRole)
        {
            return new Refusal(ProblemKind.Forbidden, "A viewer publishes nothing.");
        }

        var member = new LoadMember(feed, null);
        if (!rooms.TryEnter(id, member))
        {
            return ProblemKind.FeedTaken;
        }

        if (!(await EnterAsync(feed, offer, null)).TryGet(out var answer, out var refusal))
        {
            return refusal;
        }

        member.Publications = [.. answer.Publications.Where(one => one.Participant == feed)];
        await Task.WhenAll(member.Publications.Select(one =>
            media.SetPublicationAsync(id, feed, one.Mid, feed, string.Empty, muted: false)));
        return new DeviceReply(id, feed, answer.AnswerSdp);
    }

    /// <inheritdoc/>
    public async Task<Answer<DeviceReply>> PlayAsync(JoinTicket ticket, string publication, DeviceOffer offer)
    {
        if (ticket.Role == JoinTicket.PublisherRole)
        {
            return new Refusal(ProblemKind.Forbidden, "A publisher plays nothing.");
        }

        var found = rooms.Publications(id, publication);
        if (found.Count == 0)
        {
            return ProblemKind.NoSuchPublication;
        }

        var player = "player-" + WhipSession.NewId();
        rooms.TryEnter(id, new(player, null));
        return (await EnterAsync(player, offer, PlayWishes.For(offer, found)))
            .Select(answer => new DeviceReply(id, player, answer.AnswerSdp));
    }

    /// <inheritdoc/>
    public async Task<Answer<NegotiateReply>> NegotiateDeviceAsync(string device, string offerSdp)
    {
        try
        {
            return new NegotiateReply(await media.NegotiateAsync(id, device, offerSdp, CancellationToken.None));
        }
        catch (MediaRefusedException refused)
        {
            return refused.ToRefusal();
        }
    }

    /// <inheritdoc/>
    public Task EndDeviceAsync(string device) => rooms.LeaveAsync(id, device);

    private async Task<Answer<JoinAnswer>> EnterAsync(string member, DeviceOffer offer, IReadOnlyList<SlotWish>? wishes)
    {
        try
        {
            return await media.JoinAsync(id, member, offer.Sdp, recordable: false, CancellationToken.None, wishes);
        }
        catch (MediaRefusedException refused)
        {
            await rooms.LeaveAsync(id, member);
            return refused.ToRefusal();
        }
    }

    private void Tell(RoomEvent happened)
    {
        foreach (var member in rooms.Members(id))
        {
            member.Outbox?.Add(happened.Method, happened);
        }
    }

    private static ParticipantView View(string member)
    {
        var name = new Name(member, member);
        return new(
            member, new PersonView(new(member), name, name, name), RoomSide.Observer, default, DateTimeOffset.UnixEpoch, Connected: true);
    }

    private static Task<Answer<Nothing>> NoConsult() =>
        Task.FromResult<Answer<Nothing>>(new Refusal(ProblemKind.Refused, "A load room has no consult.") { Reason = "no-consult" });
}
