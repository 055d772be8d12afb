namespace Telemed.Consults.Views;

/// <summary>A free place in the lead's next days.</summary>
/// <param name="StartsAt">When it begins; it lasts half an hour.</param>
/// <param name="WalkIn">Whether it is kept for who stands at the desk.</param>
public sealed record PlaceView(DateTimeOffset StartsAt, bool WalkIn);
