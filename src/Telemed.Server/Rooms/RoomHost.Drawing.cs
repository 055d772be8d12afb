using Telemed.Consults.Consults;
using Telemed.Media;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>Drawing over pictures. A stroke is gone after some seconds, so who comes later needs none of it.</summary>
internal sealed partial class RoomHost
{
    /// <summary>A doctor draws over a picture. It is recorded where both who draws and whose picture it is agreed to that.</summary>
    public Task<Answer<Nothing>> DrawAsync(string person, DrawRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            if (member.Side is not (RoomSide.Requester or RoomSide.Specialist or RoomSide.Expert))
            {
                return ProblemKind.Forbidden;
            }

            if (_publications.GetValueOrDefault(request.Publication) is not { Kind: MediaKind.Video } shown)
            {
                return ProblemKind.NoSuchPublication;
            }

            var points = request.Points ?? [];
            Tell(new RoomEvent.Draw(member.Id, shown.Id, points));
            if (_recording.IsGranted(member.Id) && _recording.IsGranted(shown.Participant))
            {
                await _services.Media.DrawRecordingAsync(Room, member.Id, shown.Id, points);
            }

            return default(Nothing);
        });
}
