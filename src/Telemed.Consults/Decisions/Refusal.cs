namespace Telemed.Consults.Decisions;

/// <summary>Why a command was refused.</summary>
/// <param name="Code">A stable code, such as <c>not-in-state</c>; the page has the words for it.</param>
/// <param name="Sentence">One English sentence a person can read; it never names a patient.</param>
public sealed record Refusal(string Code, string Sentence)
{
    /// <summary>The fields that it is about, and where in each, as codes; <c>null</c> when it is about none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Places { get; init; }
}
