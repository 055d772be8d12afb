using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;

namespace Telemed.Server.SignIn;

/// <summary>The signed-in person as the page sees them.</summary>
internal sealed record Me(
    PersonId Id,
    Name Name,
    Name Title,
    IReadOnlyList<Role> Roles,
    MyInstitution Institution,
    IReadOnlyList<ServiceCode> Services,
    DateTimeOffset ServerTime)
{
    /// <summary>Whether a second factor is on.</summary>
    public bool SecondFactor { get; init; }

    /// <summary>Whether nothing can be done until one is.</summary>
    public bool SecondFactorMissing { get; init; }

    /// <summary>The view of a person.</summary>
    public static Me Of(StaffMember who, Network network, DateTimeOffset now)
    {
        var institution = network.FindInstitution(who.Institution);
        return new(
            who.Id,
            who.Name,
            who.Title,
            who.Roles,
            new(who.Institution, institution?.Name ?? new("?", "?"), institution?.Level ?? InstitutionLevel.Village),
            who.Services,
            now);
    }
}
