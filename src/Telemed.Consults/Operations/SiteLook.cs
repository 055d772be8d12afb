namespace Telemed.Consults.Operations;

/// <summary>The latest word of one node about a site whose people were in its rooms.</summary>
/// <param name="Site">The institution.</param>
/// <param name="Node">The node.</param>
/// <param name="SeenAt">When.</param>
/// <param name="People">How many of its people and devices were in rooms.</param>
/// <param name="Worst">The worst of their links: the lowest score, and what it came from.</param>
public sealed record SiteLook(InstitutionId Site, string Node, DateTimeOffset SeenAt, int People, LinkSample Worst);
