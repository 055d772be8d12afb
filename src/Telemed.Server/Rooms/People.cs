using Telemed.Consults.Institutions;
using Telemed.Consults.Views;

namespace Telemed.Server.Rooms;

/// <summary>People as others see them.</summary>
internal static class People
{
    /// <summary>The view of a person of the network.</summary>
    public static PersonView View(StaffMember who, Network network) => new(
        who.Id, who.Name, who.Title, network.FindInstitution(who.Institution)?.Name ?? new Name("?", "?"));
}
