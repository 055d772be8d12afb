namespace Telemed.Consults.Stores;

/// <summary>A doctor's availability with its stream's version.</summary>
/// <param name="Person">Who.</param>
/// <param name="Version">The stream's version.</param>
/// <param name="State">The availability.</param>
public sealed record DoctorRow(PersonId Person, int Version, DoctorAvailability State);
