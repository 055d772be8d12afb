using Telemed.Media;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>
/// A voice that disturbs is muted by the doctor beside the patient or by the lead. The relay forwards it no more at once; its
/// person is told by whom, and speaks again when they like: nobody is silenced, and nobody's microphone is opened by another.
/// </summary>
internal sealed partial class RoomHost
{
    /// <summary>A participant mutes another's voice.</summary>
    public Task<Answer<Nothing>> MuteAsync(string person, MuteRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            if (!GivesTheWord(member))
            {
                return ProblemKind.Forbidden;
            }

            var voices = _publications.Values
                .Where(one => one is { Kind: MediaKind.Audio, Feed: "voice" } && one.Participant == request.Participant).ToList();
            if (voices.Count == 0 || request.Participant == member.Id
                || _members.GetValueOrDefault(request.Participant) is not { Device: null } other)
            {
                return ProblemKind.NoSuchPublication;
            }

            foreach (var voice in voices)
            {
                await _services.Media.SetPublicationAsync(Room, other.Id, voice.Mid, voice.Feed, voice.Label, muted: true);
                other.Silenced.Remove(voice.Mid); // Who holds the call does not speak by going on with it.
            }

            other.Outbox?.Add(nameof(RoomEvent.Muted), new RoomEvent.Muted(member.Id) { Sequence = _history.Sequence });
            return default(Nothing);
        });
}
