namespace Telemed.Consults.Operations;

/// <summary>Consults of one urgency that wait in one state for somebody to take them.</summary>
/// <param name="Urgency">How soon they are wanted.</param>
/// <param name="State">Their state.</param>
/// <param name="Count">How many.</param>
/// <param name="Oldest">Since when the longest waits: its submission.</param>
public sealed record WaitingRow(Urgency Urgency, ConsultStatus State, int Count, DateTimeOffset Oldest);
