namespace Telemed.Consults.Views;

/// <summary>What can be booked for a case in the next days.</summary>
/// <param name="Places">The half hours in which somebody is free, in order.</param>
/// <param name="People">Those who are free in any of them, of every hospital that may be asked.</param>
/// <param name="Resources">The rooms and devices of the asking house and of theirs; none for guests.</param>
public sealed record PlacesView(
    IReadOnlyList<PlaceView> Places, IReadOnlyList<PersonView> People, IReadOnlyList<ResourceView> Resources);
