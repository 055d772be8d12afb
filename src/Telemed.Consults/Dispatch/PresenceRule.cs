namespace Telemed.Consults.Dispatch;

/// <summary>One who sits at a desk hears the ring; one who does not is rung only when nobody does.</summary>
public sealed class PresenceRule : ICandidateRule
{
    /// <inheritdoc/>
    public string? ReasonFor(Candidate candidate, DispatchCase consult) =>
        candidate.Availability.Present ? "present" : "absent";

    /// <inheritdoc/>
    public long Rank(Candidate candidate, DispatchCase consult) =>
        candidate.Availability.Present ? 0 : 1;
}
