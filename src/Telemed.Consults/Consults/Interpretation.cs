namespace Telemed.Consults.Consults;

/// <summary>
/// An interpreter who is asked for: everybody who speaks the language is asked at once, and the first who takes it has it.
/// </summary>
/// <param name="Language">BCP 47 tag of the language.</param>
/// <param name="By">Who asks.</param>
/// <param name="At">When.</param>
/// <param name="Until">Until when it can be taken.</param>
/// <param name="Asked">Who was asked.</param>
/// <param name="Declined">Who of them refused.</param>
/// <param name="Interpreter">Who took it, or <c>null</c>.</param>
/// <param name="EndedAt">When it was called off or given back, or <c>null</c>.</param>
public sealed record Interpretation(
    string Language,
    PersonId By,
    DateTimeOffset At,
    DateTimeOffset Until,
    ImmutableArray<PersonId> Asked,
    ImmutableArray<PersonId> Declined,
    PersonId? Interpreter,
    DateTimeOffset? EndedAt)
{
    /// <summary>
    /// Since when the interpreter is in the room; a lost link and another node do not count as gone. <c>null</c> before they come, and
    /// once they left of their own accord or were removed.
    /// </summary>
    public DateTimeOffset? InRoomSince { get; init; }

    /// <summary>Whether somebody interprets.</summary>
    public bool TakesPart => Interpreter is not null && EndedAt is null;

    /// <summary>Whether it can still be taken.</summary>
    public bool IsOpenAt(DateTimeOffset now) =>
        Interpreter is null && EndedAt is null && Until > now && Declined.Length < Asked.Length;
}
