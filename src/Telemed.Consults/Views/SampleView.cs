namespace Telemed.Consults.Views;

/// <summary>A case that was drawn for the quality sample, as the reviewer sees it.</summary>
/// <param name="Service">What was asked for.</param>
/// <param name="DrawnAt">When it was closed and drawn.</param>
/// <param name="Until">Until when it can be played as such.</param>
/// <param name="Recordings">What can be played of it.</param>
public sealed record SampleView(ServiceCode Service, DateTimeOffset DrawnAt, DateTimeOffset Until, IReadOnlyList<PlayableView> Recordings);
