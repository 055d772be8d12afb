using Telemed.Recording.Crypto;

namespace Telemed.Recording.Finalising;

/// <summary>What one pass over all segments of a recording finds.</summary>
/// <param name="Indexes">The indexes by epoch.</param>
/// <param name="Tracks">The tracks in order of epoch and number.</param>
internal sealed record JournalSurvey(IReadOnlyDictionary<int, IndexSurvey> Indexes, IReadOnlyList<TrackSurvey> Tracks)
{
    /// <summary>Reads every segment.</summary>
    public static JournalSurvey Of(IReadOnlyList<SegmentSource> segments, CaseKey key)
    {
        var indexes = segments
            .Where(segment => segment.Track == 0)
            .ToDictionary(segment => segment.Epoch, segment => IndexSurvey.Of(segment, key));
        var tracks = segments
            .Where(segment => segment.Track != 0)
            .OrderBy(segment => segment.Epoch)
            .ThenBy(segment => segment.Track)
            .Select(segment => TrackSurvey.Of(
                segment, key, indexes.GetValueOrDefault(segment.Epoch)?.Tracks.GetValueOrDefault(segment.Track)));
        return new(indexes, [.. tracks]);
    }

    /// <summary>The time line of all epochs that have any record; null when none has.</summary>
    public RecordingTimeline? Timeline()
    {
        var spans = new List<EpochSpan>();
        foreach (var epoch in Indexes.Keys.Union(Tracks.Select(track => track.Source.Epoch)).Order())
        {
            if (Span(epoch, spans.LastOrDefault()) is { } span)
            {
                spans.Add(span);
            }
        }

        return spans.Count == 0 ? null : new(spans);
    }

    private EpochSpan? Span(int epoch, EpochSpan? before)
    {
        var index = Indexes.GetValueOrDefault(epoch);
        var parts = Tracks.Where(track => track.Source.Epoch == epoch).Cast<SegmentSurvey>().ToList();
        if (index is not null)
        {
            parts.Add(index);
        }

        var start = index?.StartNs ?? parts.Min(part => part.FirstNs);
        var end = index?.ClosedNs ?? parts.Max(part => part.LastNs);
        if (start > end)
        {
            return null;
        }

        // Without the index's first record wall time is unknown: the epoch is put straight behind the one before.
        var startedAt = index?.Description?.StartedAt ?? before?.EndedAt ?? DateTimeOffset.UnixEpoch;
        return new(epoch, start, end, startedAt, index?.Pauses(end) ?? []);
    }
}
