namespace Telemed.Consults.Dispatch;

/// <summary>
/// The ring ladder: single specialists in order of rank, then the whole group that is left at the nearest level, then
/// at the next level up, and so on; then it is exhausted. Nobody is rung twice in a round, nobody who has declined or
/// given it back is rung again in any, and who let a ring of this consult pass is rung after those it never rang. Pure.
/// </summary>
/// <param name="options">How it climbs.</param>
public sealed class RingLadder(RingOptions options)
{
    /// <summary>The next step for a case, given who could be rung now.</summary>
    public RingStep Next(CaseFile file, IReadOnlyList<RankedCandidate> ranked)
    {
        var thisRound = file.Offers.Where(offer => offer.Round == file.Round).ToList();
        var left = ranked.Where(one => MayRing(file, thisRound, one.Candidate.Person.Id))
            .OrderBy(one => HasLetPass(file, one.Candidate.Person.Id))
            .ToList();
        if (left.Count == 0)
        {
            return new RingStep.Exhausted();
        }

        var hop = thisRound.Count == 0 ? 1 : thisRound.Max(offer => offer.Hop) + 1;
        var whom = hop <= options.SingleHops ? left[..1] : Group(left);
        return new RingStep.Ring(hop, whom, options.RingFor(file.Request.Urgency));
    }

    private static bool MayRing(CaseFile file, List<Offer> thisRound, PersonId person) =>
        thisRound.TrueForAll(offer => offer.Specialist != person)
        && !file.Offers.Any(offer => offer.Specialist == person
            && offer.Status is OfferStatus.Declined or OfferStatus.Released);

    private static bool HasLetPass(CaseFile file, PersonId person) =>
        file.Offers.Any(offer => offer.Specialist == person && offer.Status == OfferStatus.Expired);

    private List<RankedCandidate> Group(List<RankedCandidate> left) =>
        [.. left.Where(one => one.Candidate.Level == left[0].Candidate.Level).Take(options.GroupSize)];
}
