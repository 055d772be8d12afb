using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Media;
using Telemed.Server.Problems;
using Telemed.Server.Tokens;
using Telemed.Server.Whip;

namespace Telemed.Server.Rooms;

/// <summary>
/// Devices: boxes that came through a standard door with a person's token. A device is a participant of its own that
/// everybody sees, under its person's name and consent; it begins no session and counts as nobody's presence.
/// </summary>
internal sealed partial class RoomHost
{
    private const string PlayerDevice = "player";

    private static readonly HashSet<string> Feeds =
        Enum.GetNames<Feed>().Select(name => name.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task<Answer<DeviceReply>> PublishAsync(JoinTicket ticket, string feed, DeviceOffer offer) =>
        AskAsync<DeviceReply>(async () =>
        {
            if (!(await LetInAsync(ticket)).TryGet(out var guest, out var refusal))
            {
                return refusal;
            }

            if (guest.Side is RoomSide.Observer or RoomSide.Interpreter)
            {
                return new Refusal(ProblemKind.Forbidden, "Who looks on or interprets publishes no feed.");
            }

            if (!Feeds.Contains(feed))
            {
                return new Refusal(ProblemKind.NotFound, "There is no such feed.");
            }

            return _members.GetValueOrDefault(feed) is { } before && before.PersonId != guest.Who.Id
                ? ProblemKind.FeedTaken
                : await EnterDeviceAsync(guest, feed, feed, offer, wishes: null);
        });

    /// <inheritdoc/>
    public Task<Answer<DeviceReply>> PlayAsync(JoinTicket ticket, string publication, DeviceOffer offer) =>
        AskAsync<DeviceReply>(async () =>
        {
            if (!(await LetInAsync(ticket)).TryGet(out var guest, out var refusal))
            {
                return refusal;
            }

            if (guest.Side is RoomSide.Observer or RoomSide.Interpreter)
            {
                return ProblemKind.Forbidden;
            }

            var found = PlayWishes.Find(publication, _publications.Values.Select(one => (one.Id, one.Participant, one.Kind)));
            return found.Count == 0
                ? ProblemKind.NoSuchPublication
                : await EnterDeviceAsync(
                    guest, $"{PlayerDevice}-{WhipSession.NewId()}", PlayerDevice, offer, PlayWishes.For(offer, found));
        });

    /// <inheritdoc/>
    public Task<Answer<NegotiateReply>> NegotiateDeviceAsync(string device, string offerSdp) =>
        AskAsync<NegotiateReply>(async () =>
        {
            try
            {
                return new NegotiateReply(
                    await _services.Media.NegotiateAsync(Room, device, offerSdp, CancellationToken.None));
            }
            catch (MediaRefusedException refused)
            {
                return refused.ToRefusal();
            }
        });

    /// <inheritdoc/>
    public Task EndDeviceAsync(string device) => AskAsync<Nothing>(async () =>
    {
        if (_members.GetValueOrDefault(device) is { Device: not null } member)
        {
            await RemoveDeviceAsync(member, "left");
        }

        return default(Nothing);
    });

    private async Task<Answer<Guest>> LetInAsync(JoinTicket ticket)
    {
        if (Use(ticket) is { } spent)
        {
            await ForgetIfEmptyAsync();
            return spent;
        }

        var network = await _services.Directory.LoadAsync();
        if (network.FindPerson(new(ticket.Person)) is not { } who)
        {
            return ProblemKind.Forbidden;
        }

        if (!(await _services.Desk.MayJoinAsync(who, Consult, Now)).ToAnswer().TryGet(out var side, out var closed))
        {
            await ForgetIfEmptyAsync();
            return closed;
        }

        if (await ClaimAsync() is { } elsewhere)
        {
            await ForgetIfEmptyAsync();
            return elsewhere;
        }

        return new Guest(who, side, network);
    }

    private async Task<Answer<DeviceReply>> EnterDeviceAsync(
        Guest guest, string id, string device, DeviceOffer offer, IReadOnlyList<SlotWish>? wishes)
    {
        JoinAnswer answer;
        try
        {
            answer = await _services.Media.JoinAsync(
                Room, id, offer.Sdp, _recording.IsGranted(id), CancellationToken.None, wishes, isInstrument: true);
        }
        catch (MediaRefusedException refused)
        {
            return refused.ToRefusal();
        }

        if (!_members.ContainsKey(id))
        {
            var member = new RoomMember(People.View(guest.Who, guest.Network), guest.Side, Now, id, device)
            {
                Connected = true,
                Site = SiteOf(guest.Who, guest.Side),
            };
            _members[id] = member;
            Tell(new RoomEvent.ParticipantJoined(member.View));
            await RefreshConsentAsync(member);
        }

        foreach (var publication in answer.Publications.Where(one => one.Participant == id))
        {
            _publications[publication.Id] = PublicationView.Of(publication);
            await _services.Media.SetPublicationAsync(Room, id, publication.Mid, id, string.Empty, muted: false);
        }

        await RefreshRecordingAsync();
        return new DeviceReply(Room, id, answer.AnswerSdp);
    }

    private async Task RemoveDeviceAsync(RoomMember member, string reason)
    {
        // Whoever publishes this feed next may be somebody else, with a consent of their own.
        await _recording.WithdrawAsync(member.Id);
        _members.TryRemove(member.Id, out _);
        Tell(new RoomEvent.ParticipantLeft(member.Id, reason));
        await _services.Media.LeaveAsync(Room, member.Id);
        await RefreshRecordingAsync();
    }

    private IEnumerable<RoomMember> MembersOf(PersonId person) => _members.Values.Where(one => one.PersonId == person);

    /// <summary>Somebody who may enter.</summary>
    private sealed record Guest(StaffMember Who, RoomSide Side, Network Network);
}
