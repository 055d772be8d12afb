namespace Telemed.Consults.Stores;

/// <summary>The personal part of a consult's row.</summary>
/// <param name="SummaryLine">First line of the summary.</param>
/// <param name="PatientLabel">The patient's label.</param>
public sealed record RowLabel(string SummaryLine, string PatientLabel);
