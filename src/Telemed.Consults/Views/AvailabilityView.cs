namespace Telemed.Consults.Views;

/// <summary>A doctor's availability as the page shows it.</summary>
/// <param name="PersonId">Who.</param>
/// <param name="Name">Name.</param>
/// <param name="Title">Title.</param>
/// <param name="Institution">Where they work.</param>
/// <param name="Services">What they give.</param>
/// <param name="Version">How many facts of theirs it is made from: of two views the one with fewer is the older.</param>
/// <param name="State">What they are doing.</param>
/// <param name="WhenFree">What they will be doing once they are bound to no consult; the state itself when they are not.</param>
/// <param name="Until">Until when the state holds, as far as it is known.</param>
public sealed record AvailabilityView(
    PersonId PersonId,
    Name Name,
    Name Title,
    Name Institution,
    IReadOnlyList<ServiceCode> Services,
    int Version,
    AvailabilityStatus State,
    AvailabilityStatus WhenFree,
    DateTimeOffset? Until);
