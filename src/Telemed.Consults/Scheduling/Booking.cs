namespace Telemed.Consults.Scheduling;

/// <summary>A half hour of a specialist that is a case's.</summary>
/// <param name="Person">The specialist.</param>
/// <param name="Place">When it begins.</param>
public sealed record Booking(PersonId Person, DateTimeOffset Place);
