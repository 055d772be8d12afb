using System.Globalization;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Media;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>
/// Stills: a doctor asks for one, and the page that has the camera takes it in full and files it. Where no page has it (a
/// device), or its person may file nothing (a guest), the asking page takes what it received.
/// </summary>
internal sealed partial class RoomHost
{
    private const int MostStills = 32;

    private readonly List<WantedStill> _stills = [];

    /// <summary>A doctor asks for a still of a picture in the room.</summary>
    public Task<Answer<Nothing>> StillAsync(string person, StillRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, member =>
        {
            if (member.Side is not (RoomSide.Requester or RoomSide.Specialist or RoomSide.Expert))
            {
                return Task.FromResult<Answer<Nothing>>(ProblemKind.Forbidden);
            }

            if (_publications.GetValueOrDefault(request.Publication) is not { Kind: MediaKind.Video } shown
                || _members.GetValueOrDefault(shown.Participant) is not { } owner)
            {
                return Task.FromResult<Answer<Nothing>>(ProblemKind.NoSuchPublication);
            }

            var taker = owner is { Device: null, Outbox: not null } && SeesFiles(owner) ? owner : member;
            var wanted = new WantedStill(
                Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture),
                taker.PersonId,
                new(shown.Feed, owner.PersonId, member.PersonId, request.WithCard));
            _stills.Add(wanted);
            if (_stills.Count > MostStills)
            {
                _stills.RemoveAt(0);
            }

            taker.Outbox?.Add(
                nameof(RoomEvent.StillWanted),
                new RoomEvent.StillWanted(wanted.Id, shown.Id, member.Id, request.WithCard) { Sequence = _history.Sequence });
            return Task.FromResult<Answer<Nothing>>(default(Nothing));
        });

    /// <summary>What a still is of that this person was to take; null when none was wanted of them. Any thread.</summary>
    public Task<Answer<Still?>> FindStillAsync(string id, PersonId taker) => AskAsync(() => Task.FromResult<Answer<Still?>>(
        _stills.FirstOrDefault(one => one.Id == id && one.Taker == taker)?.Still));

    private sealed record WantedStill(string Id, PersonId Taker, Still Still);
}
