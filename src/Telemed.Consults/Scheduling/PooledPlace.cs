namespace Telemed.Consults.Scheduling;

/// <summary>Whose half hour a case takes that nobody leads yet: the rota has said yes in the specialist's place.</summary>
/// <param name="Offer">The offer that stands for it.</param>
/// <param name="Specialist">Whose.</param>
/// <param name="ReviewFirst">Whether a draft of this service goes to a reviewer before anything is booked.</param>
public sealed record PooledPlace(OfferId Offer, PersonId Specialist, bool ReviewFirst);
