using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Operations;

namespace Telemed.Server.Operator;

/// <summary>A site as an operator sees it.</summary>
/// <param name="Id">The institution.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">Where it stands in the tree.</param>
/// <param name="Parent">The institution above, or null.</param>
/// <param name="State">How it is doing now.</param>
/// <param name="InRooms">How many of its people and devices are in rooms.</param>
/// <param name="AtDesk">How many of its people are signed in at a desk.</param>
/// <param name="Link">The worst link of those who are in rooms; null when nobody is.</param>
/// <param name="SeenAt">When its link was last measured; null when it never was.</param>
/// <param name="LastScore">The mean score of the last day on which its link was measured; null when it never was.</param>
internal sealed record SiteView(
    InstitutionId Id,
    Name Name,
    InstitutionLevel Level,
    InstitutionId? Parent,
    SiteState State,
    int InRooms,
    int AtDesk,
    LinkSample? Link,
    DateTimeOffset? SeenAt,
    double? LastScore);
