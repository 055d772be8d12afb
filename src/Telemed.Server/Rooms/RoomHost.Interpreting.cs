using Telemed.Consults.Consults;
using Telemed.Media;
using Telemed.Server.Problems;
using Telemed.Sfu.Routing;

namespace Telemed.Server.Rooms;

/// <summary>
/// The interpreter's voice is a channel of its own: each listener says whether they hear it, and whether they hear the
/// others beside it. The relay sends a listener what they chose and nothing else.
/// </summary>
internal sealed partial class RoomHost
{
    /// <summary>A listener says how they hear the interpreter. Who interprets hears everybody.</summary>
    public Task<Answer<Nothing>> SetMixAsync(string person, MixRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            if (member.Side == RoomSide.Interpreter)
            {
                return ProblemKind.Forbidden;
            }

            member.Mix = request.Mix;
            await RefreshSoundAsync();
            return default(Nothing);
        });

    /// <summary>
    /// Brings the relay in line with what everybody chose. <paramref name="arriving"/> is an interpreter whose media come
    /// next: who will not hear them is settled before the first packet.
    /// </summary>
    private async Task RefreshSoundAsync(string? arriving = null)
    {
        foreach (var member in _members.Values.Where(one => one.Device is null).ToList())
        {
            var choice = SoundFor(member, arriving);
            if (choice is not null || member.Sound is not null)
            {
                member.Sound = choice;
                await _services.Media.SetSoundAsync(Room, member.Id, choice);
            }
        }

        await FillGuestSlotsAsync();
    }

    private SoundChoice? SoundFor(RoomMember? listener, string? arriving = null)
    {
        var interpreters = _members.Values.Where(one => one is { Side: RoomSide.Interpreter, Device: null }).ToList();
        List<string> channels = [.. interpreters.Select(one => one.Id).Concat(arriving is null ? [] : [arriving]).Distinct(StringComparer.Ordinal)];
        return listener switch
        {
            null or { Side: RoomSide.Interpreter } => null,
            { Mix: SoundMix.Original } when channels.Count > 0 => new(channels, Alone: false),
            { Mix: SoundMix.Interpreter } when interpreters.Any(one => one.Connected) => new(channels, Alone: true),
            _ => null, // An interpreter whose link is lost leaves nobody in silence.
        };
    }

    /// <summary>Whether a listener gets a publication, as they chose.</summary>
    private bool Listens(RoomMember listener, PublicationView one) => one.Kind != MediaKind.Audio
        || SoundFor(listener) is not { } choice || choice.People.Contains(one.Participant) == choice.Alone;
}
