namespace Telemed.Consults.Views;

/// <summary>A ring as the specialist's desk shows it.</summary>
/// <param name="Offer">The offer.</param>
/// <param name="Consult">The consult's row.</param>
/// <param name="Summary">The summary; <c>null</c> once the case's key was destroyed.</param>
/// <param name="ExpiresAt">When the ring ends by itself.</param>
public sealed record RingView(OfferView Offer, ConsultRowView Consult, string? Summary, DateTimeOffset ExpiresAt);
