namespace Telemed.Consults.Dispatch;

/// <summary>The nearest capable level comes first, so that the higher hospitals stay free.</summary>
public sealed class LevelRule : ICandidateRule
{
    /// <inheritdoc/>
    public string? ReasonFor(Candidate candidate, DispatchCase consult) =>
        "level:" + candidate.Level.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public long Rank(Candidate candidate, DispatchCase consult) =>
        Math.Abs((long)consult.AskingLevel - (long)candidate.Level);
}
