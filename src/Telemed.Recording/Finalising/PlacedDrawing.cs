namespace Telemed.Recording.Finalising;

/// <summary>A stroke in the composed picture.</summary>
/// <param name="FromMs">When it was drawn.</param>
/// <param name="ToMs">When it was gone.</param>
/// <param name="By">Who drew.</param>
/// <param name="Points">The line's points, x and y in turn, in pixels of the composed picture.</param>
public sealed record PlacedDrawing(long FromMs, long ToMs, string By, IReadOnlyList<int> Points);
