namespace Telemed.Rtc.Rtcp;

/// <summary>What a <see cref="TransportFeedback"/> says of one packet.</summary>
/// <param name="SequenceNumber">The transport-wide sequence number.</param>
/// <param name="Received">Whether the packet had arrived.</param>
/// <param name="ArrivalTicks">When, in 250 µs ticks of the receiver's clock (which wraps with the reference time); 0 if lost.</param>
public readonly record struct TransportFeedbackEntry(ushort SequenceNumber, bool Received, long ArrivalTicks);
