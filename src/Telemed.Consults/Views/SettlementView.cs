namespace Telemed.Consults.Views;

/// <summary>Who pays how much.</summary>
/// <param name="Payer">Who pays.</param>
/// <param name="AmountFen">How much, in hundredths of a yuan.</param>
/// <param name="By">Who wrote it down.</param>
/// <param name="At">When.</param>
public sealed record SettlementView(Payer Payer, long AmountFen, PersonView By, DateTimeOffset At);
