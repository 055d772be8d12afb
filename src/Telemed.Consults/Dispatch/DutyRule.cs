namespace Telemed.Consults.Dispatch;

/// <summary>One who is on call for the service comes before one who only happens to be available.</summary>
public sealed class DutyRule : ICandidateRule
{
    /// <inheritdoc/>
    public string? ReasonFor(Candidate candidate, DispatchCase consult) =>
        candidate.OnCall ? "onCall" : "available";

    /// <inheritdoc/>
    public long Rank(Candidate candidate, DispatchCase consult) =>
        candidate.OnCall ? 0 : 1;
}
