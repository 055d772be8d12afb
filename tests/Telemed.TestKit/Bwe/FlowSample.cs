using Telemed.Rtc.Bwe;
using Telemed.Rtc.Time;

namespace Telemed.TestKit.Bwe;

/// <summary>What is seen of a flow at an instant.</summary>
/// <param name="At">When.</param>
/// <param name="Estimate">The estimate.</param>
/// <param name="Arrived">What arrives, over the last half second.</param>
/// <param name="Delay">The one-way delay of the last packet.</param>
/// <param name="Loss">The measured loss, 0 to 1.</param>
/// <param name="IsContested">Whether the queue counts as one of others.</param>
public readonly record struct FlowSample(
    MonotonicTime At, Bitrate Estimate, Bitrate Arrived, TimeSpan Delay, double Loss, bool IsContested);
