namespace Telemed.Consults.Dispatch;

/// <summary>Orders candidates by rules, the earlier rule weighing more than all later ones together. Pure.</summary>
/// <param name="rules">The rules, weightiest first.</param>
public sealed class CandidateRanking(IReadOnlyList<ICandidateRule> rules)
{
    /// <summary>The order this product uses.</summary>
    public static CandidateRanking Default { get; } = new(
    [
        new PresenceRule(), new WishRule(), new LevelRule(), new DutyRule(), new LanguageRule(), new LoadRule(),
        new RestRule(),
    ]);

    /// <summary>The candidates who give the service and may be rung now, in the order of ringing.</summary>
    public IReadOnlyList<RankedCandidate> Rank(IEnumerable<Candidate> candidates, DispatchCase consult)
    {
        var able = candidates.Where(one => IsRingable(one, consult)).ToList();
        able.Sort((left, right) => Compare(left, right, consult));
        return able.ConvertAll(one => new RankedCandidate(one, Reason(one, consult)));
    }

    /// <summary>Whether a candidate gives the service, and is free and willing at the instant.</summary>
    public static bool IsRingable(Candidate candidate, DispatchCase consult) =>
        candidate.Person.Services.Contains(consult.Service)
        && candidate.Availability.StatusAt(consult.Now, candidate.OnCall)
            is AvailabilityStatus.Available or AvailabilityStatus.OnCall;

    private int Compare(Candidate left, Candidate right, DispatchCase consult)
    {
        foreach (var rule in rules)
        {
            var order = rule.Rank(left, consult).CompareTo(rule.Rank(right, consult));
            if (order != 0)
            {
                return order;
            }
        }

        return string.CompareOrdinal(left.Person.Id.Value, right.Person.Id.Value);
    }

    private string Reason(Candidate candidate, DispatchCase consult) =>
        string.Join(' ', rules.Select(rule => rule.ReasonFor(candidate, consult)).OfType<string>());
}
