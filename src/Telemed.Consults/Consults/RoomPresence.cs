namespace Telemed.Consults.Consults;

/// <summary>A person who is in the consult's room now.</summary>
/// <param name="Person">Who.</param>
/// <param name="Side">On which side.</param>
public sealed record RoomPresence(PersonId Person, RoomSide Side);
