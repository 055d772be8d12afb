namespace Telemed.Consults.Library;

/// <summary>What was taken out of a text, for its author: they see the case anyway.</summary>
/// <param name="Field">In which part of the copy.</param>
/// <param name="Start">Where, in the part as it is now, stands what took its place.</param>
/// <param name="Length">How many characters that has.</param>
/// <param name="Kind">What it was.</param>
/// <param name="Was">What stood there.</param>
public sealed record Taken(string Field, int Start, int Length, FindingKind Kind, string Was);
