namespace Telemed.Consults.Library;

/// <summary>Where in a text stands what somebody could be known by.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="Length">How many characters.</param>
/// <param name="Kind">What it is, or looks like.</param>
public readonly record struct Finding(int Start, int Length, FindingKind Kind);
