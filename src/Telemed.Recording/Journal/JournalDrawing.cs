namespace Telemed.Recording.Journal;

/// <summary>A stroke that somebody drew over a picture, or that they wiped the picture.</summary>
/// <param name="Participant">Who drew.</param>
/// <param name="Publication">Over which picture.</param>
/// <param name="Points">The line's points, x and y in turn, in ten-thousandths of the picture's width and height; empty when the
/// picture was wiped.</param>
public sealed record JournalDrawing(string Participant, string Publication, IReadOnlyList<int> Points)
{
    /// <summary>What a picture measures in either direction.</summary>
    public const int Full = 10_000;

    /// <summary>Whether this can be drawn at all: pairs, each within the picture.</summary>
    public static bool IsLine(IReadOnlyList<int>? points) =>
        points is { Count: >= 2 } && points.Count % 2 == 0 && points.All(value => value is >= 0 and <= Full);
}
