namespace Telemed.Consults.Institutions;

/// <summary>A name in the two languages of the page.</summary>
/// <param name="Zh">Chinese.</param>
/// <param name="En">English.</param>
public sealed record Name(string Zh, string En);
