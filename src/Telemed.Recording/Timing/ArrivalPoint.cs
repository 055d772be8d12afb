namespace Telemed.Recording.Timing;

/// <summary>The packet that was least delayed within half a second.</summary>
/// <param name="RtpTime">The extended RTP time stamp.</param>
/// <param name="ReceivedNs">When it arrived, in monotonic nanoseconds.</param>
internal readonly record struct ArrivalPoint(long RtpTime, long ReceivedNs);
