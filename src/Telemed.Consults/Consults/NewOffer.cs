namespace Telemed.Consults.Consults;

/// <summary>An offer about to be made, as the dispatch ladder chose it.</summary>
/// <param name="Id">The new offer's identifier.</param>
/// <param name="Specialist">Whom to ring.</param>
/// <param name="Reason">Why this specialist: codes separated by blanks.</param>
public sealed record NewOffer(OfferId Id, PersonId Specialist, string Reason);
