using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Time;

namespace Telemed.Sfu.Routing;

/// <summary>
/// Gets a copy of what the participants send who have agreed to it; the room asks nobody else's packets to pass.
/// Called on the thread that drives the room; never blocks and never calls back.
/// </summary>
public interface IRoomTap
{
    /// <summary>From now on packets of this publication may come.</summary>
    public void OnAdded(Publication publication, MonotonicTime now);

    /// <summary>No more packets of this publication come: it is gone, or consent was withdrawn.</summary>
    public void OnRemoved(Publication publication, MonotonicTime now);

    /// <summary>The publication's feed, label or mute state changed.</summary>
    public void OnChanged(Publication publication, MonotonicTime now);

    /// <summary>A packet, plain, retransmissions already unwrapped. Valid during the call.</summary>
    public void OnRtp(Publication publication, MonotonicTime now, ReadOnlySpan<byte> rtp);

    /// <summary>The publisher's report on this publication.</summary>
    public void OnSenderReport(Publication publication, MonotonicTime now, SenderReport report);

    /// <summary>Whether this video publication needs a key frame for the copy's sake; asking counts as asked.</summary>
    public bool TakeKeyFrameRequest(Publication publication, MonotonicTime now);
}
