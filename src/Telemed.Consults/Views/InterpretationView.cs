namespace Telemed.Consults.Views;

/// <summary>The interpreter who was asked for last.</summary>
/// <param name="Language">BCP 47 tag of the language.</param>
/// <param name="Status">How far the search is.</param>
/// <param name="By">Who asked.</param>
/// <param name="At">When.</param>
/// <param name="Until">Until when it can be taken.</param>
/// <param name="Interpreter">Who took it, or <c>null</c>.</param>
public sealed record InterpretationView(
    string Language,
    InterpretationStatus Status,
    PersonView By,
    DateTimeOffset At,
    DateTimeOffset Until,
    PersonView? Interpreter);
