namespace Telemed.Consults.Views;

/// <summary>A recording of their case as the patient sees it: that it is there, and whether they may play it.</summary>
/// <param name="Id">The recording.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="RecordedMs">How long it is.</param>
/// <param name="AskedAt">Since when they ask to play it; <c>null</c> when nobody asks.</param>
/// <param name="Until">Until when they may; <c>null</c> when they may not.</param>
/// <param name="Refused">Why it was refused last; <c>null</c> when it was not, or is asked anew.</param>
public sealed record GuestRecordingView(
    RecordingId Id, DateTimeOffset? StartedAt, long RecordedMs, DateTimeOffset? AskedAt, DateTimeOffset? Until, string? Refused);
