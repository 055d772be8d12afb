using Telemed.Consults.Consults;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>
/// The call on hold: one participant steps out for a while. The relay forwards nothing of theirs, the others see since when,
/// and the session and its recording go on. Only they themselves hold and go on.
/// </summary>
internal sealed partial class RoomHost
{
    /// <summary>A participant puts the call on hold for themselves, or goes on with it.</summary>
    public Task<Answer<Nothing>> SetHeldAsync(string person, HoldRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            if (member.Side == RoomSide.Observer)
            {
                return ProblemKind.Forbidden; // Who looks on sends nothing that could be held.
            }

            if (request.On == member.HeldSince is not null)
            {
                return default(Nothing);
            }

            member.HeldSince = request.On ? Now : null;
            foreach (var one in _publications.Values.Where(one => one.Participant == member.Id).ToList())
            {
                await (request.On ? SilenceAsync(member, one) : GoOnAsync(member, one));
            }

            if (!request.On)
            {
                member.Silenced.Clear();
            }

            Tell(new RoomEvent.ParticipantChanged(member.View));
            return default(Nothing);
        });

    /// <summary>What a participant says of a publication while they hold counts from when they go on; until then it is muted.</summary>
    private static bool IsMuted(RoomMember member, string mid, bool wished)
    {
        if (member.HeldSince is null)
        {
            return wished;
        }

        _ = wished ? member.Silenced.Remove(mid) : member.Silenced.Add(mid);
        return true;
    }

    /// <summary>What somebody begins to send while they hold the call is muted before it is heard.</summary>
    private Task SilenceIfHeldAsync(PublicationView one) =>
        _members.GetValueOrDefault(one.Participant) is { HeldSince: not null } member ? SilenceAsync(member, one) : Task.CompletedTask;

    /// <summary>Mutes what a participant who holds the call sends.</summary>
    private async Task SilenceAsync(RoomMember member, PublicationView one)
    {
        if (!one.Muted)
        {
            await _services.Media.SetPublicationAsync(
                Room, member.Id, one.Mid, one.Feed, one.Label, IsMuted(member, one.Mid, wished: false));
        }
    }

    private async Task GoOnAsync(RoomMember member, PublicationView one)
    {
        if (member.Silenced.Contains(one.Mid))
        {
            await _services.Media.SetPublicationAsync(Room, member.Id, one.Mid, one.Feed, one.Label, muted: false);
        }
    }
}
