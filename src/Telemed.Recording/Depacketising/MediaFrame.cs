namespace Telemed.Recording.Depacketising;

/// <summary>One encoded frame: a picture, or a packet of sound.</summary>
/// <param name="RtpTime">The extended RTP time stamp.</param>
/// <param name="ReceivedNs">When its first packet in order arrived, in monotonic nanoseconds.</param>
/// <param name="IsKey">Whether it stands alone; always so for sound.</param>
/// <param name="Data">The encoded bytes.</param>
internal sealed record MediaFrame(long RtpTime, long ReceivedNs, bool IsKey, byte[] Data);
