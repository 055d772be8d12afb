namespace Telemed.Consults.Consults;

/// <summary>What stands in an order.</summary>
/// <param name="Authority">Whose order it is.</param>
/// <param name="Number">Under which number.</param>
/// <param name="Reason">Why.</param>
public sealed record OrderText(string Authority, string Number, string Reason);
