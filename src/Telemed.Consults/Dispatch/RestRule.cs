namespace Telemed.Consults.Dispatch;

/// <summary>One whose last consult lies further back comes first.</summary>
public sealed class RestRule : ICandidateRule
{
    /// <inheritdoc/>
    public string? ReasonFor(Candidate candidate, DispatchCase consult) =>
        null;

    /// <inheritdoc/>
    public long Rank(Candidate candidate, DispatchCase consult) =>
        candidate.Availability.LastServedAt?.UtcTicks ?? 0;
}
