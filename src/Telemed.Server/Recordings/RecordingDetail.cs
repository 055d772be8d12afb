using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Recordings;
using Telemed.Consults.Views;
using Telemed.Recording.Manifest;

namespace Telemed.Server.Recordings;

/// <summary>A recording in full: what the page needs to play it.</summary>
internal sealed record RecordingDetail(
    RecordingId Id,
    RecordingStatus State,
    DateTimeOffset? StartedAt,
    long RecordedMs,
    long SizeBytes,
    IReadOnlyList<MarkView> Marks,
    double? Progress,
    ConsultId ConsultId,
    IReadOnlyList<TrackView> Tracks,
    IReadOnlyList<GapView> Gaps,
    IReadOnlyList<ChapterView> Chapters,
    VideoView? Video,
    IReadOnlyList<SpeechView> Speech,
    bool HasPreview,
    KeepingView? Keeping)
{
    /// <summary>
    /// The view of a recording; without a manifest the file is not made yet. With one, the marks stand where the file has
    /// them: the facts count from the command to record, the file from the first recorded moment.
    /// </summary>
    public static RecordingDetail Of(
        PlayableRecording playable, double? progress, RecordingManifest? manifest, Func<string, Name> name)
    {
        var row = playable.Row;
        return new(
            row.Id,
            row.State,
            row.StartedAt,
            row.RecordedMs,
            row.SizeBytes,
            manifest is null ? row.Marks : [.. manifest.Marks.Select(mark => new MarkView(mark.AtMs, mark.Label))],
            progress,
            playable.Life.Consult,
            [.. (manifest?.Tracks ?? []).Select(track => TrackView.Of(track, name(track.Participant)))],
            [.. (manifest?.Gaps ?? []).Select(gap => new GapView(gap.FromMs, gap.ToMs, gap.Cause))],
            [.. (manifest?.Chapters ?? []).Select(chapter => new ChapterView(chapter.AtMs, chapter.Label))],
            manifest is null
                ? null
                : new(manifest.Video.Width, manifest.Video.Height, manifest.Video.DurationMs, manifest.Video.ContentType),
            [.. (manifest?.Speech ?? []).Select(span => new SpeechView(span.Participant, name(span.Participant), span.FromMs, span.ToMs))],
            manifest is { Previews.Count: > 0 },
            playable.MayKeep ? KeepingView.Of(playable, name) : null);
    }
}
