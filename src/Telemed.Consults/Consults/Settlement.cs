namespace Telemed.Consults.Consults;

/// <summary>Who pays how much. A later one stands in place of an earlier; both stay in the history.</summary>
/// <param name="By">Who wrote it down.</param>
/// <param name="At">When.</param>
/// <param name="Payer">Who pays.</param>
/// <param name="AmountFen">How much, in hundredths of a yuan; 0 to 10,000,000.</param>
public sealed record Settlement(PersonId By, DateTimeOffset At, Payer Payer, long AmountFen)
{
    /// <summary>The largest amount.</summary>
    public const long MostFen = 10_000_000;
}
