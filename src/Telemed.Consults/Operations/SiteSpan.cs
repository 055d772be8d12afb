namespace Telemed.Consults.Operations;

/// <summary>A site's links within one span.</summary>
/// <param name="Site">The institution.</param>
/// <param name="Start">The beginning of the span.</param>
/// <param name="Links">What was measured.</param>
public sealed record SiteSpan(InstitutionId Site, DateTimeOffset Start, LinkTallies Links);
