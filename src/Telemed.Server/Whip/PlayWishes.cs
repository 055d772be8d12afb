using Telemed.Media;

namespace Telemed.Server.Whip;

/// <summary>What a player's slots are to carry.</summary>
internal static class PlayWishes
{
    /// <summary>
    /// The publications that a name stands for: the publication with that id, else all that the participant of that name
    /// sends (a feed's participant is called as the feed is). Empty when there are none.
    /// </summary>
    public static IReadOnlyList<(string Id, MediaKind Kind)> Find(
        string name, IEnumerable<(string Id, string Participant, MediaKind Kind)> publications)
    {
        List<(string, MediaKind)> all = [];
        foreach (var (id, participant, kind) in publications)
        {
            if (string.Equals(id, name, StringComparison.Ordinal))
            {
                return [(id, kind)];
            }

            if (string.Equals(participant, name, StringComparison.Ordinal))
            {
                all.Add((id, kind));
            }
        }

        return all;
    }

    /// <summary>A wish for each of the player's lines, so that none is filled with something else: the first publication of
    /// its kind, or nothing.</summary>
    public static IReadOnlyList<SlotWish> For(DeviceOffer offer, IReadOnlyList<(string Id, MediaKind Kind)> publications) =>
    [
        .. offer.Lines.Select(line =>
            new SlotWish(line.Mid, publications.Where(one => one.Kind == line.Kind).Select(one => one.Id).FirstOrDefault())),
    ];
}
