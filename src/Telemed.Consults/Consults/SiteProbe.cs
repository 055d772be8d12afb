namespace Telemed.Consults.Consults;

/// <summary>The asking house is asked to measure its link.</summary>
/// <param name="AskedAt">When.</param>
/// <param name="Until">Until when its page can answer.</param>
public sealed record SiteProbe(DateTimeOffset AskedAt, DateTimeOffset Until);
