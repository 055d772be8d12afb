using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Rtc.Sdp;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>
/// Those who look on to learn. The relay takes nothing from them: an offer that sends is refused, but for the one voice of
/// who has the word. It sends them people and what their instruments show, and nothing by which the patient is known: no
/// shared screen, no file, no chat, no picture or voice of who came by a link. The others are told how many they are.
/// </summary>
internal sealed partial class RoomHost
{
    /// <summary>The longest that the word is given for at once.</summary>
    internal const int LongestWordSeconds = 600;

    private WordView? _word;

    private IEnumerable<RoomMember> Audience => _members.Values.Where(one => one is { Side: RoomSide.Observer, Device: null });

    /// <summary>Somebody who looks on asks for the word.</summary>
    public Task<Answer<Nothing>> RaiseHandAsync(string person, HandRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, member =>
        {
            if (member.Side != RoomSide.Observer)
            {
                return Task.FromResult<Answer<Nothing>>(ProblemKind.Forbidden);
            }

            member.HandAt = request.Raised ? member.HandAt ?? Now : null;
            TellAudience();
            return Task.FromResult<Answer<Nothing>>(default(Nothing));
        });

    /// <summary>The doctor beside the patient or the lead gives somebody the word for a while, and takes it back; who has it lets it go.</summary>
    public Task<Answer<Nothing>> GiveWordAsync(string person, WordRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            var letsGo = request.Participant is null && _word?.Participant == member.Id;
            if (!letsGo && !GivesTheWord(member))
            {
                return ProblemKind.Forbidden;
            }

            if (request.Participant is not { } whom)
            {
                await TakeWordAsync();
                return default(Nothing);
            }

            if (_members.GetValueOrDefault(whom) is not { Side: RoomSide.Observer, Device: null } viewer)
            {
                return new Refusal(ProblemKind.Refused, "They do not look on here.") { Reason = "not-looking-on" };
            }

            await TakeWordAsync(except: viewer);
            viewer.HandAt = null;
            _word = new(viewer.Id, Now + TimeSpan.FromSeconds(request.Seconds));
            Tell(new RoomEvent.ParticipantJoined(viewer.View));
            TellAudience();
            _ = EndWordAsync(_word);
            return default(Nothing);
        });

    /// <summary>Whether who looks on is unseen by the others: everybody but who has the word.</summary>
    private bool IsUnseen(RoomMember? member) => member is { Side: RoomSide.Observer, Device: null } && _word?.Participant != member.Id;

    private static bool GivesTheWord(RoomMember member) =>
        member is { Device: null, Side: RoomSide.Requester or RoomSide.Specialist };

    /// <summary>Why somebody may not look on so; places for the consult's own people are kept.</summary>
    private Refusal? RefuseViewer(StaffMember who, string offerSdp)
    {
        if (!MaySend(who.Id.Value, offerSdp))
        {
            return new(ProblemKind.Forbidden, "Who looks on sends nothing but their voice, while they have the word.");
        }

        return !_members.ContainsKey(who.Id.Value) && Audience.Count() >= _services.Media.MaximumRoomParticipants * 3 / 4
            ? new(ProblemKind.Overloaded, "As many look on as may.")
            : null;
    }

    /// <summary>Whether an offer sends nothing that its sender may not: one voice of who has the word.</summary>
    private bool MaySend(string person, string offerSdp)
    {
        if (!SdpOffer.TryParse(offerSdp, out var offer, out _))
        {
            return true; // The media node says why.
        }

        var sent = offer!.Description.Media.Where(one => one.Direction is SdpDirection.SendOnly or SdpDirection.SendReceive).ToList();
        return sent.Count == 0 || (_word?.Participant == person && sent is [{ Kind: SdpMediaKind.Audio }]);
    }

    /// <summary>
    /// What a viewer sees: people, and what is named an instrument. A picture that nobody has named yet may be a screen; and
    /// nobody who came by a link.
    /// </summary>
    private bool IsForViewers(PublicationView one) => (IsPerson(one) || (Feeds.Contains(one.Feed) && one.Feed is not ("face" or "voice" or "screen")))
        && _members.GetValueOrDefault(one.Participant) is { Side: not (RoomSide.Patient or RoomSide.Proxy) };

    private async Task EndWordAsync(WordView word)
    {
        await Task.Delay(word.Until - Now, _services.Time);
        _loop.Post(() => !_closed && _word == word ? TakeWordAsync() : Task.CompletedTask);
    }

    /// <summary>Whoever has the word has it no more: their transport ends with their voice, and their page comes back to look on.</summary>
    private async Task TakeWordAsync(RoomMember? except = null)
    {
        if (_word is not { } word || word.Participant == except?.Id)
        {
            return;
        }

        var speaker = _members.GetValueOrDefault(word.Participant);
        if (speaker is not null)
        {
            Tell(new RoomEvent.ParticipantLeft(speaker.Id, "word"), except: speaker.Id);
        }

        _word = null;
        TellAudience();
        if (speaker is not null)
        {
            await _services.Media.LeaveAsync(Room, speaker.Id);
        }
    }

    /// <summary>The room is closed to those who look on: all of them leave.</summary>
    private async Task SendAudienceAwayAsync(PersonId by)
    {
        await TakeWordAsync();
        foreach (var viewer in _members.Values.Where(one => one.Side == RoomSide.Observer).ToList())
        {
            await SendAwayAsync(viewer, by);
        }
    }

    private async Task RemoveViewerAsync(RoomMember viewer)
    {
        var unseen = IsUnseen(viewer);
        _members.TryRemove(viewer.Id, out _);
        if (!unseen)
        {
            Tell(new RoomEvent.ParticipantLeft(viewer.Id, "lost"));
        }

        await _services.Media.LeaveAsync(Room, viewer.Id);
        LoseViewer(viewer);
    }

    /// <summary>A viewer is gone, and the word with them if they had it.</summary>
    private void LoseViewer(RoomMember viewer)
    {
        if (_word?.Participant == viewer.Id)
        {
            _word = null;
        }

        TellAudience();
    }

    private AudienceView AudienceFor(RoomMember member)
    {
        var all = Audience.ToList();
        var known = GivesTheWord(member) ? all : all.Where(one => one.Id == member.Id);
        return new(
            all.Count,
            all.Count(one => one.HandAt is not null),
            [.. known.OrderBy(one => one.HandAt ?? DateTimeOffset.MaxValue).Select(one => new ViewerView(one.Id, one.Person, one.HandAt))],
            _word);
    }

    private void TellAudience()
    {
        foreach (var member in _members.Values)
        {
            member.Outbox?.Add(
                nameof(RoomEvent.AudienceChanged), new RoomEvent.AudienceChanged(AudienceFor(member)) { Sequence = _history.Sequence });
        }
    }
}
