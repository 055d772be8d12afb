using System.Collections.Concurrent;
using System.Globalization;
using Telemed.Consults.Ids;
using Telemed.Media;
using Telemed.Server.Problems;

namespace Telemed.Server.Checks;

/// <summary>
/// Measurements of a person's link through the relay before a call: a room of their own in which one connection of the
/// page sends and another hears it. It ends by itself; a person has one at a time. Any thread.
/// </summary>
internal sealed class LinkChecks(MediaNode media, TimeProvider time)
{
    /// <summary>How long a measurement may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private const int Most = 100;

    private readonly ConcurrentDictionary<PersonId, string> _open = new();

    /// <summary>Begins one; an earlier one of the same person ends.</summary>
    public async Task<Answer<string>> OpenAsync(PersonId person)
    {
        if (_open.TryRemove(person, out var before))
        {
            await media.CloseRoomAsync(before);
        }

        if (_open.Count >= Most)
        {
            return ProblemKind.Overloaded;
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"check-{Guid.NewGuid():N}");
        _open[person] = id;
        _ = EndAsync(person, id);
        return id;
    }

    /// <summary>Answers one of the page's two offers.</summary>
    public async Task<Answer<CheckAnswer>> AnswerAsync(PersonId person, string id, CheckOffer offer, CancellationToken ct)
    {
        if (!IsOpen(person, id))
        {
            return ProblemKind.NotFound;
        }

        try
        {
            var side = offer.Side == CheckSide.Up ? "up" : "down";
            return new CheckAnswer((await media.JoinAsync(id, side, offer.OfferSdp, recordable: false, ct)).AnswerSdp);
        }
        catch (MediaRefusedException refused)
        {
            return refused.ToRefusal();
        }
    }

    /// <summary>Ends one; nothing when it has ended.</summary>
    public async Task CloseAsync(PersonId person, string id)
    {
        if (_open.TryRemove(KeyValuePair.Create(person, id)))
        {
            await media.CloseRoomAsync(id);
        }
    }

    private bool IsOpen(PersonId person, string id) => _open.TryGetValue(person, out var open) && open == id;

    private async Task EndAsync(PersonId person, string id)
    {
        await Task.Delay(Limit, time);
        await CloseAsync(person, id);
    }
}
