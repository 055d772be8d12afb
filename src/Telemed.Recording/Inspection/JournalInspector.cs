using Telemed.Recording.Crypto;
using Telemed.Recording.Finalising;

namespace Telemed.Recording.Inspection;

/// <summary>Counts what a journal holds.</summary>
public static class JournalInspector
{
    /// <summary>Reads every record of every segment. Bad content is counted as damage and never throws.</summary>
    /// <param name="recordingId">The recording.</param>
    /// <param name="consultId">The consult.</param>
    /// <param name="files">The file of every epoch.</param>
    /// <param name="key">The case's key.</param>
    public static RecordingInspection Inspect(
        string recordingId, string consultId, IReadOnlyList<SegmentSource> files, CaseKey key)
    {
        var journal = JournalSurvey.Of(files, key);
        var bySsrc = new SortedDictionary<uint, long>();
        var byParticipant = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var track in journal.Tracks)
        {
            var who = track.Description?.Participant ?? "";
            byParticipant[who] = byParticipant.GetValueOrDefault(who) + track.Packets;
            foreach (var (ssrc, packets) in track.PacketsBySsrc)
            {
                bySsrc[ssrc] = bySsrc.GetValueOrDefault(ssrc) + packets;
            }
        }

        return new(recordingId, consultId, [.. journal.Tracks.Select(Track)], bySsrc, byParticipant);
    }

    private static InspectedTrack Track(TrackSurvey track) => new(
        track.Source.Epoch,
        track.Track,
        track.Description,
        track.SizeBytes,
        track.Packets,
        track.Reports,
        track.Gaps.Sum(gap => gap.Packets),
        track.File.End,
        track.File.Damages);
}
