namespace Telemed.Consults.Views;

/// <summary>An order in force as the regulator sees it, with what it lets them play.</summary>
/// <param name="Authority">Whose order it is.</param>
/// <param name="Number">Under which number.</param>
/// <param name="Until">Until when it holds.</param>
/// <param name="Recordings">What can be played by it.</param>
public sealed record OrderedView(string? Authority, string? Number, DateTimeOffset Until, IReadOnlyList<PlayableView> Recordings);
