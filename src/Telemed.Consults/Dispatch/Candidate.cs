namespace Telemed.Consults.Dispatch;

/// <summary>A specialist who might be rung.</summary>
/// <param name="Person">Who.</param>
/// <param name="Level">The level of their institution.</param>
/// <param name="Availability">Their availability.</param>
/// <param name="OnCall">Whether the rota has them on call for the service asked.</param>
public sealed record Candidate(
    StaffMember Person, InstitutionLevel Level, DoctorAvailability Availability, bool OnCall);
