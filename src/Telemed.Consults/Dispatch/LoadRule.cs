namespace Telemed.Consults.Dispatch;

/// <summary>One who took fewer consults today comes first.</summary>
public sealed class LoadRule : ICandidateRule
{
    /// <inheritdoc/>
    public string? ReasonFor(Candidate candidate, DispatchCase consult) =>
        "load:" + candidate.Availability.LoadOn(consult.Now);

    /// <inheritdoc/>
    public long Rank(Candidate candidate, DispatchCase consult) =>
        candidate.Availability.LoadOn(consult.Now);
}
