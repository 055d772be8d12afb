namespace Telemed.Consults.Consults;

/// <summary>One offer of a consult to one specialist, with the three times that every offer keeps.</summary>
/// <param name="Id">The offer.</param>
/// <param name="Specialist">Whom it rings.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Round">The round of the ladder, from 1; a new round begins when an unstaffed consult is tried
/// again.</param>
/// <param name="Hop">The hop within the round, from 1; offers of one group share a hop.</param>
/// <param name="Reason">Why this specialist was chosen: codes separated by blanks.</param>
/// <param name="NotifiedAt">When the ring began.</param>
/// <param name="Until">When the ring ends by itself.</param>
/// <param name="RespondedAt">When it was accepted or declined, or <c>null</c>.</param>
/// <param name="JoinedAt">When the specialist first entered the room, or <c>null</c>.</param>
/// <param name="DeclineReason">The specialist's reason for refusing, or <c>null</c>.</param>
public sealed record Offer(
    OfferId Id,
    PersonId Specialist,
    OfferStatus Status,
    int Round,
    int Hop,
    string Reason,
    DateTimeOffset NotifiedAt,
    DateTimeOffset Until,
    DateTimeOffset? RespondedAt,
    DateTimeOffset? JoinedAt,
    [property: JsonPropertyName("personal")] string? DeclineReason)
{
    /// <summary>Whether the specialist is still being rung.</summary>
    [JsonIgnore]
    public bool IsOpen => Status == OfferStatus.Offered;
}
