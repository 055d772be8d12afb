namespace Telemed.Consults.Consults;

/// <summary>
/// An adult and the patient whom they look after belong together: on the adult's phone the patient's case stays beside
/// those of their other dependants, after it is closed too, until one of the two or the house unbinds them.
/// </summary>
/// <param name="By">Who wrote it down.</param>
/// <param name="At">When.</param>
/// <param name="Method">How the patient, or below fourteen years the adult for them, consented.</param>
/// <param name="TextVersion">To which text.</param>
/// <param name="Language">In which language.</param>
/// <param name="EndedAt">When it was unbound, or <c>null</c>.</param>
/// <param name="Consent">Who the adult is; personal data.</param>
/// <param name="EndReason">Why it was unbound; personal data.</param>
public sealed record DependantBinding(
    PersonId By,
    DateTimeOffset At,
    ConsentMethod Method,
    string TextVersion,
    string Language,
    DateTimeOffset? EndedAt,
    DependantConsent? Consent,
    string? EndReason)
{
    /// <summary>The most dependants that one adult's phone holds.</summary>
    public const int MostOnOnePhone = 8;
}
