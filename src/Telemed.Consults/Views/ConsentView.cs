namespace Telemed.Consults.Views;

/// <summary>A consent as the page shows it.</summary>
/// <param name="Item">What it is about.</param>
/// <param name="Subject">On whose behalf.</param>
/// <param name="Person">The participant, or who wrote the patient's consent down.</param>
/// <param name="Granted">Whether given.</param>
/// <param name="Method">How.</param>
/// <param name="Witness">Who witnessed it, or <c>null</c>.</param>
/// <param name="TextVersion">The version of the text.</param>
/// <param name="Language">The language of the text.</param>
/// <param name="At">When.</param>
/// <param name="Guardian">Who consented for a patient too young to, or <c>null</c>.</param>
public sealed record ConsentView(
    ConsentItem Item,
    ConsentSubject Subject,
    PersonView? Person,
    bool Granted,
    ConsentMethod Method,
    string? Witness,
    string TextVersion,
    string Language,
    DateTimeOffset At,
    GuardianIdentity? Guardian);
