using Telemed.Consults.Consults;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>
/// A doctor shows a file of the case: those who may see files look at the same page in the same way, and see where the
/// doctor points. One at a time; whoever begins takes over. What counts is the latest, so nothing of it is kept.
/// </summary>
internal sealed partial class RoomHost
{
    private PresentationView? _presentation;

    /// <summary>Begins to show a file, goes on with it, or ends.</summary>
    public Task<Answer<Nothing>> PresentAsync(string person, PresentRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            if (member.Side is not (RoomSide.Requester or RoomSide.Specialist or RoomSide.Expert))
            {
                return ProblemKind.Forbidden;
            }

            if (request is not { File: { } file, View: { } view })
            {
                EndPresentationOf(member.Id);
                return default(Nothing);
            }

            if (request.Start)
            {
                var who = (await _services.Desk.FindPersonAsync(Consult, member.PersonId))!;
                var found = (await _services.Desk.FindAttachmentAsync(who, Consult, file, Now)).ToAnswer();
                if (found.Refusal is { } refusal)
                {
                    return refusal;
                }
            }
            else if (_presentation is not { } shown || shown.Participant != member.Id || shown.File != file)
            {
                return new Refusal(ProblemKind.Refused, "Somebody else shows something, or nobody does.") { Reason = "not-presenting" };
            }
            else if (request.Revision <= shown.Revision)
            {
                return default(Nothing); // Overtaken on the way by what they showed later.
            }

            _presentation = new(member.Id, file, view, request.Pointer, request.Revision);
            Tell(new RoomEvent.Presented(_presentation));
            return default(Nothing);
        });

    /// <summary>Whoever is gone shows nothing any more.</summary>
    private void EndPresentationOf(string participant)
    {
        if (_presentation?.Participant == participant)
        {
            _presentation = null;
            Tell(new RoomEvent.Presented(null));
        }
    }

    /// <summary>Whether a member may see files of the case: the doctors and the nurse beside the patient.</summary>
    private static bool SeesFiles(RoomMember member) =>
        member.Side is RoomSide.Requester or RoomSide.Bedside or RoomSide.Specialist or RoomSide.Expert;
}
