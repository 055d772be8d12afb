namespace Telemed.Media.Recording;

/// <summary>What an epoch's journal holds when it is closed.</summary>
/// <param name="RecordingId">The recording.</param>
/// <param name="Epoch">The epoch that ended.</param>
/// <param name="Directory">The recording's directory.</param>
/// <param name="SizeBytes">The epoch's bytes on disk.</param>
/// <param name="DroppedPackets">Packets that the queue could not take; 0 when all is well.</param>
/// <param name="Problem">What stopped the writing; null when all was written.</param>
public sealed record RecordingEnd(
    string RecordingId, int Epoch, string Directory, long SizeBytes, long DroppedPackets, RecordingProblem? Problem);
