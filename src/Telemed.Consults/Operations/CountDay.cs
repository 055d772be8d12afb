namespace Telemed.Consults.Operations;

/// <summary>How many consults of one kind were submitted on one day.</summary>
/// <param name="Day">The day, of UTC+8.</param>
/// <param name="Count">The kind and the number.</param>
public sealed record CountDay(DateOnly Day, CountRow Count);
