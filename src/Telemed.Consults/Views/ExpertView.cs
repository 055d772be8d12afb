namespace Telemed.Consults.Views;

/// <summary>One of several experts.</summary>
/// <param name="Person">Who.</param>
/// <param name="Status">How far they are.</param>
/// <param name="NotifiedAt">When they were invited.</param>
/// <param name="Until">When the invitation ends by itself.</param>
/// <param name="RespondedAt">When they answered, or <c>null</c>.</param>
/// <param name="JoinedAt">When they first entered the room, or <c>null</c>.</param>
/// <param name="SignedAt">When they signed beside the lead, or <c>null</c>.</param>
/// <param name="DeclineReason">Why they refused, or <c>null</c>.</param>
public sealed record ExpertView(
    PersonView Person,
    ExpertStatus Status,
    DateTimeOffset NotifiedAt,
    DateTimeOffset Until,
    DateTimeOffset? RespondedAt,
    DateTimeOffset? JoinedAt,
    DateTimeOffset? SignedAt,
    string? DeclineReason);
