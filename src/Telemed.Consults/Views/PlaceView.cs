namespace Telemed.Consults.Views;

/// <summary>A half hour in which somebody is free.</summary>
/// <param name="StartsAt">When it begins.</param>
/// <param name="WalkIn">Whether it is kept for who does not book online.</param>
/// <param name="With">The specialists who are free: the lead alone once there is one.</param>
public sealed record PlaceView(DateTimeOffset StartsAt, bool WalkIn, IReadOnlyList<PersonId> With);
