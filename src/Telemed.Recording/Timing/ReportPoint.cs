namespace Telemed.Recording.Timing;

/// <summary>A sender report: one instant on the track's media clock and on its sender's wall clock.</summary>
/// <param name="RtpTime">The extended RTP time stamp.</param>
/// <param name="NtpNs">The sender's wall clock in nanoseconds since 1900.</param>
/// <param name="ReceivedNs">When the report arrived, in monotonic nanoseconds.</param>
internal readonly record struct ReportPoint(long RtpTime, long NtpNs, long ReceivedNs);
