using Telemed.Recording.Journal;

namespace Telemed.Recording.Inspection;

/// <summary>One track's segment as an inspection finds it.</summary>
/// <param name="Epoch">The epoch.</param>
/// <param name="Track">The track's number within the epoch.</param>
/// <param name="Description">What it is; null when neither segment nor index tell.</param>
/// <param name="SizeBytes">The segment's size.</param>
/// <param name="Packets">RTP packets.</param>
/// <param name="SenderReports">Sender reports.</param>
/// <param name="DroppedPackets">Packets that the queue could not take.</param>
/// <param name="End">How the segment ends.</param>
/// <param name="Damages">What had to be stepped over.</param>
public sealed record InspectedTrack(
    int Epoch,
    int Track,
    TrackDescription? Description,
    long SizeBytes,
    long Packets,
    long SenderReports,
    long DroppedPackets,
    JournalEnd End,
    IReadOnlyList<JournalDamage> Damages);
