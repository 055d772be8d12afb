using System.Security.Cryptography;
using Telemed.Recording.Crypto;

namespace Telemed.Recording.Finalising;

/// <summary>What one pass over all segments of a recording finds.</summary>
/// <param name="Indexes">The indexes by epoch.</param>
/// <param name="Tracks">The tracks in order of epoch and number.</param>
internal sealed record JournalSurvey(IReadOnlyDictionary<int, IndexSurvey> Indexes, IReadOnlyList<TrackSurvey> Tracks)
{
    /// <summary>Reads every segment of every file.</summary>
    public static JournalSurvey Of(IReadOnlyList<SegmentSource> files, CaseKey key)
    {
        var indexes = files.ToDictionary(file => file.Epoch, file => IndexSurvey.Of(file, HashOf(file), key));
        var tracks = indexes.Values
            .OrderBy(index => index.Source.Epoch)
            .SelectMany(index => index.Tracks.Where(track => track != 0).Select(track => TrackSurvey.Of(index, track, key)));
        return new(indexes, [.. tracks]);
    }

    /// <summary>The time line of all epochs that have any record; null when none has.</summary>
    public RecordingTimeline? Timeline()
    {
        var spans = new List<EpochSpan>();
        foreach (var epoch in Indexes.Keys.Order())
        {
            if (Span(epoch, spans.LastOrDefault()) is { } span)
            {
                spans.Add(span);
            }
        }

        return spans.Count == 0 ? null : new(spans);
    }

    private static string HashOf(SegmentSource source)
    {
        using var file = source.Open();
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private EpochSpan? Span(int epoch, EpochSpan? before)
    {
        var index = Indexes[epoch];
        var parts = Tracks.Where(track => track.Source.Epoch == epoch).Append<SegmentSurvey>(index).ToList();
        var start = index.StartNs ?? parts.Min(part => part.FirstNs);
        var end = index.ClosedNs ?? parts.Max(part => part.LastNs);
        if (start > end)
        {
            return null;
        }

        // Without the index's first record wall time is unknown: the epoch is put straight behind the one before.
        var startedAt = index.Description?.StartedAt ?? before?.EndedAt ?? DateTimeOffset.UnixEpoch;
        return new(epoch, start, end, startedAt, index.Pauses(end));
    }
}
