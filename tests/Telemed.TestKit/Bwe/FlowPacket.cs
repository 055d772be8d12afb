using Telemed.Rtc.Time;

namespace Telemed.TestKit.Bwe;

/// <summary>A packet of a flow on its way.</summary>
/// <param name="Flow">Whose it is; below 0 for cross traffic.</param>
/// <param name="Number">Its transport-wide sequence number, or cross traffic's own.</param>
/// <param name="Bytes">Its bytes on the link.</param>
/// <param name="SentAt">When it left.</param>
/// <param name="IsAudio">Whether it carries sound.</param>
public readonly record struct FlowPacket(int Flow, ushort Number, int Bytes, MonotonicTime SentAt, bool IsAudio);
