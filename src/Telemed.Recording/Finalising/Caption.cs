namespace Telemed.Recording.Finalising;

/// <summary>A line of text that is shown for a while.</summary>
/// <param name="FromMs">From when on the time line.</param>
/// <param name="ToMs">Until when; later than <paramref name="FromMs"/>.</param>
/// <param name="Text">What is shown.</param>
public sealed record Caption(long FromMs, long ToMs, string Text);
