using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Media;
using Telemed.Rtc.Sdp;

namespace Telemed.Server.Rooms;

/// <summary>
/// Guests: the patient, who speaks for them, who interprets, and who looks on. The relay sends them the people's faces and voices and nothing else: no
/// exam feed, no shared screen, no device. Each of their slots is filled by the room, so that none is ever filled by itself.
/// </summary>
internal sealed partial class RoomHost
{
    /// <summary>Whether who stands on this side is here for the talk alone.</summary>
    internal static bool IsGuest(RoomSide side) =>
        side is RoomSide.Patient or RoomSide.Proxy or RoomSide.Interpreter or RoomSide.Observer;

    /// <summary>A patient's link is that of wherever they are, and no site's.</summary>
    private static InstitutionId? SiteOf(StaffMember who, RoomSide side) =>
        side is RoomSide.Patient or RoomSide.Proxy ? null : who.Institution;

    /// <summary>A wish for nothing for each line by which a guest receives.</summary>
    private static IReadOnlyList<SlotWish> GuestSlots(string offerSdp) => SdpOffer.TryParse(offerSdp, out var offer, out _)
        ? [.. offer!.Description.Media.Where(one => one.Direction == SdpDirection.ReceiveOnly).Select(one => new SlotWish(one.Mid, null))]
        : []; // The media node says why.

    private static string? ShownIn(RoomMember guest, string mid) =>
        guest.Shown.FirstOrDefault(one => one.Mid == mid)?.Publication;

    private async Task<Caller> CallerOfAsync(RoomMember member) =>
        new((await _services.Desk.FindPersonAsync(Consult, member.PersonId))!, NewCommand(), Now);

    /// <summary>Whether a member may see a publication: a guest only what is shown to such as them, and their own.</summary>
    private bool Sees(RoomMember member, string publication) => !member.IsGuest
        || (_publications.GetValueOrDefault(publication) is { } known && (known.Participant == member.Id || IsShownTo(member, known)));

    private bool IsShownTo(RoomMember guest, PublicationView one) =>
        guest.Side == RoomSide.Observer ? IsForViewers(one) : IsPerson(one);

    /// <summary>Whether it is the first picture or sound of a person, shown as such: what comes later is something else.</summary>
    private bool IsPerson(PublicationView one) => one.Feed is "face" or "voice"
        && _members.GetValueOrDefault(one.Participant) is { Device: null }
        && _publications.Values.First(other => other.Participant == one.Participant && other.Kind == one.Kind).Id == one.Id;

    private bool Hears(RoomMember member, RoomEvent happened) => happened is RoomEvent.RecordingAsked
        ? HearsAsk(member)
        : happened is RoomEvent.Presented or RoomEvent.StillTaken
        ? SeesFiles(member)
        : member.IsGuest
            ? HearsAsGuest(member, happened)
            : happened is not RoomEvent.LinkQuality link || !IsUnseen(_members.GetValueOrDefault(link.ParticipantId));

    private bool HearsAsGuest(RoomMember member, RoomEvent happened) => happened switch
    {
        RoomEvent.LinkQuality e => e.ParticipantId == member.Id,
        RoomEvent.PublicationAdded e => Sees(member, e.Publication.Id),
        RoomEvent.PublicationChanged e => Sees(member, e.Publication.Id),
        RoomEvent.Draw e => Sees(member, e.Publication),
        RoomEvent.Chat e => ReadsChat(member, e.Line),
        _ => true,
    };

    /// <summary>Fills every guest's slots with who is there, in the order in which they came; for who looks on first of who has the word,
    /// then of instruments.</summary>
    private async Task FillGuestSlotsAsync()
    {
        foreach (var guest in _members.Values.Where(one => one.IsGuest).ToList())
        {
            var people = _publications.Values.Where(one => one.Participant != guest.Id && IsShownTo(guest, one) && Listens(guest, one))
                .OrderBy(one => guest.Side != RoomSide.Observer || one.Participant == _word?.Participant ? 0 : IsPerson(one) ? 2 : 1).ToLookup(one => one.Kind, one => one.Id);
            var wishes = guest.Slots.GroupBy(slot => slot.Kind)
                .SelectMany(kind => kind.Select((slot, index) => new SlotWish(slot.Mid, people[kind.Key].ElementAtOrDefault(index))))
                .ToList();
            if (!wishes.SequenceEqual(guest.Shown))
            {
                guest.Shown = wishes;
                await _services.Media.SetSlotsAsync(Room, guest.Id, wishes);
            }
        }
    }
}
