namespace Telemed.Consults.Views;

/// <summary>An offer as the page shows it.</summary>
/// <param name="Id">The offer.</param>
/// <param name="Specialist">Whom it rings.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Hop">The hop, from 1, counted over all rounds.</param>
/// <param name="NotifiedAt">When the ring began.</param>
/// <param name="Until">When the ring ends by itself.</param>
/// <param name="RespondedAt">When it was answered, or <c>null</c>.</param>
/// <param name="JoinedAt">When the specialist first entered the room, or <c>null</c>.</param>
/// <param name="DeclineReason">Why it was refused, or <c>null</c>.</param>
/// <param name="Reason">Why this specialist: codes separated by blanks.</param>
public sealed record OfferView(
    OfferId Id,
    PersonView Specialist,
    OfferStatus Status,
    int Hop,
    DateTimeOffset NotifiedAt,
    DateTimeOffset Until,
    DateTimeOffset? RespondedAt,
    DateTimeOffset? JoinedAt,
    string? DeclineReason,
    string Reason);
