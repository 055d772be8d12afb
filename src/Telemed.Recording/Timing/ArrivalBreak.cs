namespace Telemed.Recording.Timing;

/// <summary>A stretch in which nothing arrived.</summary>
/// <param name="BeforeNs">The last arrival before it, in monotonic nanoseconds.</param>
/// <param name="AfterNs">The first arrival after it.</param>
/// <param name="RtpAfter">The RTP time stamp of that.</param>
internal readonly record struct ArrivalBreak(long BeforeNs, long AfterNs, long RtpAfter)
{
    /// <summary>How long it was, in nanoseconds.</summary>
    public long LengthNs => AfterNs - BeforeNs;
}
