namespace Telemed.Consults.Operations;

/// <summary>One ring that has ended.</summary>
/// <param name="MadeAt">When it began.</param>
/// <param name="AnsweredAt">When it was accepted or declined; null when it never was.</param>
/// <param name="Status">What became of it.</param>
public sealed record RingRow(DateTimeOffset MadeAt, DateTimeOffset? AnsweredAt, OfferStatus Status);
