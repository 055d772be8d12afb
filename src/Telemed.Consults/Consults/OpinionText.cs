namespace Telemed.Consults.Consults;

/// <summary>What the specialist found and advises.</summary>
/// <param name="Findings">Findings, free text.</param>
/// <param name="Advice">Advice, free text.</param>
public sealed record OpinionText(string Findings, string Advice);
