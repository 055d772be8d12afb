namespace Telemed.Recording.Inspection;

/// <summary>What a journal holds.</summary>
/// <param name="RecordingId">The recording.</param>
/// <param name="ConsultId">The consult.</param>
/// <param name="Tracks">Every track of every epoch.</param>
/// <param name="PacketsBySsrc">RTP packets by the SSRC in their headers, whatever the track says.</param>
/// <param name="PacketsByParticipant">RTP packets by participant id.</param>
public sealed record RecordingInspection(
    string RecordingId,
    string ConsultId,
    IReadOnlyList<InspectedTrack> Tracks,
    IReadOnlyDictionary<uint, long> PacketsBySsrc,
    IReadOnlyDictionary<string, long> PacketsByParticipant);
