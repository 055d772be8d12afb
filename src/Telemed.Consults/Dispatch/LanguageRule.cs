namespace Telemed.Consults.Dispatch;

/// <summary>One who shares a language with the requesting doctor comes first.</summary>
public sealed class LanguageRule : ICandidateRule
{
    /// <inheritdoc/>
    public string? ReasonFor(Candidate candidate, DispatchCase consult) =>
        Rank(candidate, consult) == 0 ? null : "noSharedLanguage";

    /// <inheritdoc/>
    public long Rank(Candidate candidate, DispatchCase consult) =>
        consult.Languages.Count == 0 || candidate.Person.Languages.Intersect(consult.Languages).Any() ? 0 : 1;
}
