namespace Telemed.Consults.Consults;

/// <summary>
/// Somebody without an account who joins by a link: it serves once, within its time, and after its holder has named two
/// identifiers of the patient. The link's key is not kept, only its hash.
/// </summary>
/// <param name="Id">Who they are in this case.</param>
/// <param name="Kind">The patient, or who speaks for the patient.</param>
/// <param name="KeyHash">SHA-256 of the link's key, in hex.</param>
/// <param name="At">When the link was made.</param>
/// <param name="Until">Until when it can be used.</param>
/// <param name="Mistakes">How often somebody who held it named other identifiers.</param>
/// <param name="UsedAt">When it was used, or <c>null</c>.</param>
/// <param name="EndedAt">When it, or what it had opened, was taken back; or <c>null</c>.</param>
/// <param name="Name">A proxy's name, as the clinic wrote it; personal data.</param>
public sealed record Guest(
    PersonId Id,
    GuestKind Kind,
    string KeyHash,
    DateTimeOffset At,
    DateTimeOffset Until,
    int Mistakes,
    DateTimeOffset? UsedAt,
    DateTimeOffset? EndedAt,
    string? Name)
{
    /// <summary>After so many mistakes a link is of no use any more.</summary>
    public const int MostMistakes = 5;

    /// <summary>The most people who join one case by links.</summary>
    public const int MostAtOnce = 4;

    /// <summary>How many last characters of an identifier are named.</summary>
    public const int LastCharacters = 6;

    /// <summary>Whether the link opens the signed opinion, and no room.</summary>
    public bool Reads { get; init; }

    /// <summary>How they are bound to the patient as their dependant, or were; <c>null</c> when never.</summary>
    public DependantBinding? Binding { get; init; }

    /// <summary>
    /// Since when they are in the room; a lost link and another node do not count as gone. <c>null</c> before they come, and
    /// once they left of their own accord or were removed.
    /// </summary>
    public DateTimeOffset? InRoomSince { get; init; }

    /// <summary>Whether the patient is their dependant.</summary>
    public bool IsBound => TakesPart && Binding is { EndedAt: null };

    /// <summary>Whether they came by the link and may still be here.</summary>
    public bool TakesPart => UsedAt is not null && EndedAt is null;

    /// <summary>Whether the link can still be used.</summary>
    public bool IsOpenAt(DateTimeOffset now) =>
        UsedAt is null && EndedAt is null && Until > now && Mistakes < MostMistakes;

    /// <summary>
    /// The guest as a person: known by what they are here, never by name, so that no list and no recording's manifest
    /// says more than it must.
    /// </summary>
    public StaffMember AsPerson(CaseFile file) => new(
        Id,
        string.Empty,
        Kind == GuestKind.Patient ? new Name("患者", "Patient") : new Name("家属", "Family"),
        new Name(string.Empty, string.Empty),
        [Kind == GuestKind.Patient ? Role.Patient : Role.Proxy],
        file.Institution,
        [],
        [],
        null,
        0);
}
