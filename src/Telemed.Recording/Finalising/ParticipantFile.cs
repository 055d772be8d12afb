using Telemed.Recording.Crypto;
using Telemed.Recording.Depacketising;
using Telemed.Recording.Journal;
using Telemed.Recording.Matroska;

namespace Telemed.Recording.Finalising;

/// <summary>Writes a participant's file.</summary>
internal static class ParticipantFile
{
    /// <summary>
    /// Writes all lanes that have a frame, interleaved by time. Lanes without one are left out and not counted in
    /// the result.
    /// </summary>
    /// <param name="media">The participant's media.</param>
    /// <param name="key">The case's key.</param>
    /// <param name="timeline">The recording's time line.</param>
    /// <param name="file">Where to write: seekable, empty.</param>
    /// <param name="progress">Hears the time that was reached, in nanoseconds.</param>
    /// <returns>The lanes in the file, in its track order, and its length in milliseconds.</returns>
    public static (IReadOnlyList<MediaLane> Lanes, long DurationMs) Write(
        ParticipantMedia media, CaseKey key, RecordingTimeline timeline, Stream file, Action<long> progress)
    {
        var heads = new List<LaneHead>();
        try
        {
            foreach (var lane in media.Lanes)
            {
                var head = new LaneHead(lane, Frames(lane, key, timeline).GetEnumerator());
                heads.Add(head);
                head.Advance();
            }

            var writable = heads.Where(head => head.HasFrame && TrackOf(head) is not null).ToList();
            var lanes = writable.Select(head => head.Lane).ToList();
            if (lanes.Count == 0)
            {
                return (lanes, 0);
            }

            var writer = new WebmWriter(file, [.. writable.Select(head => TrackOf(head)!)]);
            Interleave(writable, writer, progress);
            var durationMs = (lanes.Max(lane => lane.Tracks.Max(track => track.ToNs)) + 999_999) / 1_000_000;
            writer.Finish(durationMs);
            return (lanes, durationMs);
        }
        finally
        {
            heads.ForEach(head => head.Dispose());
        }
    }

    private static void Interleave(List<LaneHead> heads, WebmWriter writer, Action<long> progress)
    {
        while (true)
        {
            var next = -1;
            for (var index = 0; index < heads.Count; index++)
            {
                if (heads[index].HasFrame && (next < 0 || heads[index].Frame.TimeNs < heads[next].Frame.TimeNs))
                {
                    next = index;
                }
            }

            if (next < 0)
            {
                return;
            }

            var frame = heads[next].Frame;
            writer.Write(next, (frame.TimeNs + 500_000) / 1_000_000, frame.IsKey, frame.Data);
            progress(frame.TimeNs);
            heads[next].Advance();
        }
    }

    private static IEnumerable<TimedFrame> Frames(MediaLane lane, CaseKey key, RecordingTimeline timeline)
    {
        var frames = lane.Tracks.SelectMany(track => new TrackFrames(track, key, timeline).Read());
        return lane.Kind == TrackKind.Audio ? SilenceFiller.Fill(frames) : frames;
    }

    private static WebmTrack? TrackOf(LaneHead head)
    {
        var (width, height) = head.Lane.Tracks.Select(track => track.Size).FirstOrDefault(size => size != default);
        return head.Lane.Codec switch
        {
            "OPUS" => WebmTrack.Opus(head.Lane.Feed),
            "VP8" when width > 0 => WebmTrack.Vp8(head.Lane.Feed, width, height),
            "H264" when H264ParameterSets.Find(head.Frame.Data) is { } sets =>
                WebmTrack.H264(head.Lane.Feed, sets.Configuration, sets.Width, sets.Height),
            _ => null,
        };
    }
}
