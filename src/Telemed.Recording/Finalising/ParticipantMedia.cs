using Telemed.Recording.Journal;

namespace Telemed.Recording.Finalising;

/// <summary>All recorded media of one participant.</summary>
/// <param name="Participant">The participant's id.</param>
/// <param name="Number">A number within the recording, from 1: it names the file.</param>
/// <param name="Lanes">Pictures first, then sound; the face and voice first of each.</param>
internal sealed record ParticipantMedia(string Participant, int Number, IReadOnlyList<MediaLane> Lanes)
{
    /// <summary>Sorts recorded tracks by participant, in order of first appearance, and into lanes.</summary>
    public static List<ParticipantMedia> Of(IEnumerable<RecordedTrack> tracks, RecordingTimeline timeline)
    {
        var people = new List<ParticipantMedia>();
        var ordered = tracks.OrderBy(track => Begin(track, timeline)).ThenBy(track => track.Survey.Track);
        foreach (var group in ordered.GroupBy(track => track.Description.Participant))
        {
            var lanes = new List<MediaLane>();
            foreach (var track in group)
            {
                LaneFor(lanes, track, timeline).Tracks.Add(track);
            }

            people.Add(new(group.Key, people.Count + 1, [.. lanes.OrderBy(Rank)]));
        }

        return people;
    }

    private static int Rank(MediaLane lane) =>
        (lane.Kind == TrackKind.Video ? 0 : 2) + (lane.Feed is "face" or "voice" ? 0 : 1);

    private static MediaLane LaneFor(List<MediaLane> lanes, RecordedTrack track, RecordingTimeline timeline)
    {
        var description = track.Description;
        var codec = description.Codec.ToUpperInvariant();
        var free = lanes.Find(lane => lane.Kind == description.Kind
            && string.Equals(lane.Feed, description.Feed, StringComparison.Ordinal)
            && string.Equals(lane.Codec, codec, StringComparison.Ordinal)
            && End(lane.Tracks[^1], timeline) <= Begin(track, timeline));
        if (free is null)
        {
            free = new(description.Kind, description.Feed, codec);
            lanes.Add(free);
        }

        return free;
    }

    private static long Begin(RecordedTrack track, RecordingTimeline timeline) =>
        timeline.Map(track.Survey.Source.Epoch, track.Survey.Timing!.Arrivals[0].ReceivedNs);

    private static long End(RecordedTrack track, RecordingTimeline timeline) =>
        timeline.Map(track.Survey.Source.Epoch, track.Survey.Timing!.Arrivals[^1].ReceivedNs);
}
