using Telemed.Recording.Journal;

namespace Telemed.Recording.Finalising;

/// <summary>A stroke on the time line.</summary>
/// <param name="FromMs">When it was drawn.</param>
/// <param name="ToMs">When it was gone: ten seconds later, or when the picture was wiped.</param>
/// <param name="By">Who drew.</param>
/// <param name="Participant">Over whose picture.</param>
/// <param name="Feed">Which of their pictures.</param>
/// <param name="Points">As in <see cref="JournalDrawing.Points"/>.</param>
public sealed record Drawing(long FromMs, long ToMs, string By, string Participant, string Feed, IReadOnlyList<int> Points)
{
    /// <summary>How long a stroke stays in the room.</summary>
    public const long StaysMs = 10_000;
}
