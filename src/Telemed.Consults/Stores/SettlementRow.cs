namespace Telemed.Consults.Stores;

/// <summary>Who pays how much for a case; nothing of a patient.</summary>
/// <param name="Consult">The case.</param>
/// <param name="Institution">Who asked.</param>
/// <param name="Service">What for.</param>
/// <param name="Payer">Who pays.</param>
/// <param name="AmountFen">How much, in hundredths of a yuan.</param>
/// <param name="At">When it was written down.</param>
public sealed record SettlementRow(
    ConsultId Consult, InstitutionId Institution, ServiceCode Service, Payer Payer, long AmountFen, DateTimeOffset At);
