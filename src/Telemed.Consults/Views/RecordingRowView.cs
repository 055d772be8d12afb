namespace Telemed.Consults.Views;

/// <summary>A recording in a consult's list.</summary>
/// <param name="Id">The recording.</param>
/// <param name="State">Its state.</param>
/// <param name="StartedAt">When it was first on, or <c>null</c>.</param>
/// <param name="RecordedMs">Recorded milliseconds.</param>
/// <param name="SizeBytes">Size of the finished file, 0 before.</param>
/// <param name="Marks">Marks, in order.</param>
/// <param name="Progress">How far the file is made, 0 to 1; always <c>null</c> here: the maker of the file
/// knows.</param>
public sealed record RecordingRowView(
    RecordingId Id,
    RecordingStatus State,
    DateTimeOffset? StartedAt,
    long RecordedMs,
    long SizeBytes,
    IReadOnlyList<MarkView> Marks,
    double? Progress);
