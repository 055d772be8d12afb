namespace Telemed.Consults.Dispatch;

/// <summary>A specialist asked for by name comes first.</summary>
public sealed class WishRule : ICandidateRule
{
    /// <inheritdoc/>
    public string? ReasonFor(Candidate candidate, DispatchCase consult) =>
        Rank(candidate, consult) == 0 ? "wished" : null;

    /// <inheritdoc/>
    public long Rank(Candidate candidate, DispatchCase consult) =>
        candidate.Person.Id == consult.Wished ? 0 : 1;
}
