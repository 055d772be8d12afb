namespace Telemed.Recording.Depacketising;

/// <summary>One media packet with its numbers extended beyond their wraps.</summary>
/// <param name="Sequence">The extended sequence number.</param>
/// <param name="RtpTime">The extended RTP time stamp.</param>
/// <param name="ReceivedNs">When it arrived, in monotonic nanoseconds.</param>
/// <param name="Marker">The marker bit.</param>
/// <param name="Payload">The payload without padding; empty in a probe.</param>
internal sealed record MediaPacket(long Sequence, long RtpTime, long ReceivedNs, bool Marker, byte[] Payload);
