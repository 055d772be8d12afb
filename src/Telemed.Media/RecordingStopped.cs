namespace Telemed.Media;

/// <summary>What a recording holds when it stops.</summary>
/// <param name="RecordingId">The recording's id.</param>
/// <param name="Epoch">The stretch that ended.</param>
/// <param name="Directory">The journal's directory; closed and durable.</param>
/// <param name="SizeBytes">The size of the journal in bytes.</param>
/// <param name="DroppedPackets">Packets that the bounded queue could not take; 0 when all is well.</param>
public sealed record RecordingStopped(
    string RecordingId, int Epoch, string Directory, long SizeBytes, long DroppedPackets);
