namespace Telemed.Consults.Dispatch;

/// <summary>One reason to ring one specialist before another. Pure.</summary>
public interface ICandidateRule
{
    /// <summary>
    /// A code for the rule's verdict, kept with the offer; <c>null</c> when it says nothing worth keeping.
    /// </summary>
    public string? ReasonFor(Candidate candidate, DispatchCase consult);

    /// <summary>How late this candidate comes by this rule: lower is rung earlier.</summary>
    public long Rank(Candidate candidate, DispatchCase consult);
}
