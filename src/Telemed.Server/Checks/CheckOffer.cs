namespace Telemed.Server.Checks;

/// <summary>One of the two connections of a measurement.</summary>
internal sealed record CheckOffer(CheckSide Side, string OfferSdp);
