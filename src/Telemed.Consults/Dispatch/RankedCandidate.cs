namespace Telemed.Consults.Dispatch;

/// <summary>A candidate in the order of ringing.</summary>
/// <param name="Candidate">Who.</param>
/// <param name="Reason">Why here: codes separated by blanks.</param>
public sealed record RankedCandidate(Candidate Candidate, string Reason);
