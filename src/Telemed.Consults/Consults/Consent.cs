namespace Telemed.Consults.Consults;

/// <summary>One consent, or its refusal or withdrawal: always a new fact, never an edit (C4).</summary>
/// <param name="Item">What it is about.</param>
/// <param name="Subject">On whose behalf.</param>
/// <param name="Person">The participant who consents; for the patient, who wrote it down.</param>
/// <param name="Granted">Whether consent is given; <c>false</c> refuses or withdraws.</param>
/// <param name="Method">How it was given.</param>
/// <param name="TextVersion">The version of the text that was shown or read out.</param>
/// <param name="Language">The language of that text, a BCP 47 tag such as <c>zh-CN</c>.</param>
/// <param name="At">When.</param>
/// <param name="Witness">Who witnessed it, or <c>null</c>.</param>
/// <param name="Guardian">Who consented for a patient too young to, or <c>null</c> (C5).</param>
public sealed record Consent(
    ConsentItem Item,
    ConsentSubject Subject,
    PersonId Person,
    bool Granted,
    ConsentMethod Method,
    string TextVersion,
    string Language,
    DateTimeOffset At,
    [property: JsonPropertyName("personal")] string? Witness,
    Guardian? Guardian = null);
