namespace Telemed.Consults.Desk;

/// <summary>A consent as a client sends it.</summary>
/// <param name="Item">What it is about.</param>
/// <param name="Subject">On whose behalf.</param>
/// <param name="Granted">Whether given; <c>false</c> refuses or withdraws.</param>
/// <param name="Method">How.</param>
/// <param name="Witness">Who witnessed it, or <c>null</c>.</param>
/// <param name="TextVersion">The version of the text.</param>
/// <param name="Language">The language of the text, a BCP 47 tag.</param>
/// <param name="Guardian">Who consents for a patient too young to, or <c>null</c>.</param>
public sealed record ConsentAnswer(
    ConsentItem Item,
    ConsentSubject Subject,
    bool Granted,
    ConsentMethod Method,
    string? Witness,
    string TextVersion,
    string Language,
    GuardianIdentity? Guardian = null);
