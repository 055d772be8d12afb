namespace Telemed.Consults.Consults;

/// <summary>One more expert of a consult with several: a status and the three times of their own.</summary>
/// <param name="Person">Who.</param>
/// <param name="Status">How far they are.</param>
/// <param name="NotifiedAt">When they were invited.</param>
/// <param name="Until">When the invitation ends by itself.</param>
/// <param name="RespondedAt">When they answered, or <c>null</c>.</param>
/// <param name="JoinedAt">When they first entered the room, or <c>null</c>.</param>
/// <param name="SignedAt">When they signed the opinion beside the lead, or <c>null</c>.</param>
/// <param name="DeclineReason">Why they refused, or <c>null</c>.</param>
public sealed record Expert(
    PersonId Person,
    ExpertStatus Status,
    DateTimeOffset NotifiedAt,
    DateTimeOffset Until,
    DateTimeOffset? RespondedAt,
    DateTimeOffset? JoinedAt,
    DateTimeOffset? SignedAt,
    [property: JsonPropertyName("personal")] string? DeclineReason)
{
    /// <summary>Whether they belong to the consult: they have accepted and did not leave it.</summary>
    [JsonIgnore]
    public bool TakesPart => Status is ExpertStatus.Accepted or ExpertStatus.Joined or ExpertStatus.Signed;
}
