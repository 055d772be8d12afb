using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>
/// Who is not to be here is removed by the doctor beside the patient or by the lead, and what let them in is taken back: an
/// expert's part, an interpreter's, a viewer's right to look on. Those two themselves end or hand over, who is beside the patient belongs there, and a
/// guest's link is taken back.
/// </summary>
internal sealed partial class RoomHost
{
    /// <summary>A participant removes another, or a device.</summary>
    public Task<Answer<Nothing>> RemoveAsync(string person, RemoveRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            if (!GivesTheWord(member))
            {
                return ProblemKind.Forbidden;
            }

            if (_members.GetValueOrDefault(request.Participant) is not { } other)
            {
                return new Refusal(ProblemKind.Refused, "They are not in the room.") { Reason = "not-in-room" };
            }

            if (other.Device is not null)
            {
                await RemoveDeviceAsync(other, "removed");
                return default(Nothing);
            }

            if (await TakePartBackAsync(member, other) is { } refusal)
            {
                return refusal;
            }

            await SendAwayAsync(other, member.PersonId);
            return default(Nothing);
        });

    private async Task<Refusal?> TakePartBackAsync(RoomMember member, RoomMember other) => other.Side switch
    {
        RoomSide.Expert => (await _services.Desk.RemoveExpertAsync(await CallerOfAsync(member), Consult, other.PersonId)).ToAnswer().Refusal,
        RoomSide.Interpreter => (await _services.Desk.EndInterpreterAsync(await CallerOfAsync(member), Consult)).ToAnswer().Refusal,
        RoomSide.Observer => (await _services.Desk.RemoveViewerAsync(await CallerOfAsync(member), Consult, other.PersonId)).ToAnswer().Refusal,
        _ => new Refusal(ProblemKind.Refused, "Who leads, asks, is the patient or is beside them is not removed.") { Reason = "not-removable" },
    };

    /// <summary>Somebody whose part was taken back leaves at once, with what they have here, and is told by whom.</summary>
    private async Task SendAwayAsync(RoomMember who, PersonId by)
    {
        foreach (var device in MembersOf(who.PersonId).Where(one => one.Device is not null).ToList())
        {
            await RemoveDeviceAsync(device, "removed");
        }

        await _recording.WithdrawAsync(who.Id);
        EndPresentationOf(who.Id);
        EndAskOf(who.Id);
        var unseen = IsUnseen(who);
        _members.TryRemove(who.Id, out _);
        if (!unseen)
        {
            Tell(new RoomEvent.ParticipantLeft(who.Id, "removed"));
        }

        if (who.Side == RoomSide.Observer)
        {
            LoseViewer(who);
        }

        if (who.Outbox is { } outbox)
        {
            outbox.Add(nameof(RoomEvent.Ended), new RoomEvent.Ended("removed", by.Value) { Sequence = _history.Sequence });
            await outbox.CloseAsync();
        }

        await _services.Media.LeaveAsync(Room, who.Id);
        await RefreshSoundAsync();
        await RefreshRecordingAsync();
    }
}
