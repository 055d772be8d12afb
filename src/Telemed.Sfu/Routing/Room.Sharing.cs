using Telemed.Rtc.Bwe;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Links;

namespace Telemed.Sfu.Routing;

/// <content>What receivers' links carry, and what publishers are told of it.</content>
public sealed partial class Room
{
    /// <summary>What a camera that is told to send what fits has use for; what the page asks its encoder for at most.</summary>
    private static readonly Bitrate CameraRate = new(1_300_000);

    /// <summary>Told in place of "no bound".</summary>
    private static readonly Bitrate NoBound = new(50_000_000);
    private static readonly TimeSpan BoundInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);
    private const double NoticeableChange = 0.05;
    private const double MostRepair = 0.3;

    private void ShareOut(MonotonicTime now, Participant receiver, Downlink link)
    {
        receiver.Protect(now);
        receiver.PaceFeedback();
        var left = link.VideoRate;
        var demand = link.WantedAudioRate;
        for (var rank = 0; rank < LinkShares.Ranks; rank++)
        {
            foreach (var slot in receiver.SlotList)
            {
                if (slot.Kind != StreamKind.Video || slot.Assigned is not { IsMuted: false } publication
                    || LinkShares.RankOf(publication) != rank || slot.TargetLayer(now)?.Stream is null)
                {
                    continue;
                }

                var isBound = IsBound(publication);
                var isFresh = now - link.BegunAt < FreshFor || now - slot.AssignedAt < FreshFor;
                slot.Give(now, LinkShares.Choose(now, slot, publication, left, link.Estimator.IsCongested, isBound, isFresh));
                var rate = slot.RateOf(now, slot.TargetLayer(now)!);
                var most = Bitrate.Most(rate, publication.Stream?.Rate(now) ?? default);
                demand += isBound ? Bitrate.Most(CameraRate, rate) : most * LinkShares.Headroom;
                left -= slot.Rung.IsLive ? Bitrate.Least(rate, left) : default;
            }
        }

        link.Estimator.Demand = demand;
        BindPublishers(now, receiver, link);
    }

    // With two people in the room the publisher's encoder serves one receiver, and may be told what that one can take.
    private bool IsBound(Publication publication)
    {
        var connected = 0;
        foreach (var participant in _participants)
        {
            connected += participant.IsConnected ? 1 : 0;
        }

        return connected <= 2 && publication.Owner is { IsConnected: true, IsPassedOn: false };
    }

    private void BindPublishers(MonotonicTime now, Participant receiver, Downlink link)
    {
        foreach (var publisher in _participants)
        {
            if (!ReferenceEquals(publisher, receiver) && publisher.IsConnected && VideoOf(publisher) is { } video)
            {
                var isBound = link.Estimator.IsCongested && IsBound(video);
                Tell(now, publisher, isBound ? BoundFor(now, publisher, link) : Bitrate.Unbounded);
            }
        }
    }

    private static Publication? VideoOf(Participant publisher)
    {
        foreach (var publication in publisher.PublicationList)
        {
            if (publication.Kind == StreamKind.Video)
            {
                return publication;
            }
        }

        return null;
    }

    // What is lost is sent again, out of the same link; what the publisher says goes on top.
    private static Bitrate BoundFor(MonotonicTime now, Participant publisher, Downlink link)
    {
        var estimator = link.Estimator;
        var video = (estimator.Allowed - link.AudioRate) * (1 - Math.Min(MostRepair, estimator.Loss));
        foreach (var publication in publisher.PublicationList)
        {
            if (publication.Kind == StreamKind.Audio && publication.Stream is { } stream)
            {
                video += stream.Rate(now);
            }
        }

        return Bitrate.Most(SendSideEstimator.Floor, video);
    }

    private void Tell(MonotonicTime now, Participant publisher, Bitrate bound)
    {
        if (publisher.Bound is not { } before)
        {
            if (bound.IsUnbounded)
            {
                return;
            }
        }
        else if (now - before.At < BoundInterval && IsNearly(before.Rate, bound))
        {
            return;
        }

        // REMB is obeyed by libwebrtc beside transport-wide feedback: it is an upper limit of what it estimates itself.
        Span<Ssrc> sources = stackalloc Ssrc[8];
        var count = 0;
        foreach (ref readonly var stream in publisher.Streams)
        {
            if (!stream.IsRtx && count < sources.Length)
            {
                sources[count++] = stream.Ssrc;
            }
        }

        var rate = bound.IsUnbounded ? NoBound : bound;
        var writer = new RtcpWriter(_output.Reserve());
        if (writer.TryAddReceiverEstimatedBitrate(publisher.FeedbackSsrc, (ulong)rate.BitsPerSecond, sources[..count]))
        {
            publisher.Bound = new(bound, now);
            _output.SendRtcp(publisher, writer.Length);
        }
    }

    private static bool IsNearly(Bitrate before, Bitrate after) => before.IsUnbounded || after.IsUnbounded
        ? before == after
        : Math.Abs(after.BitsPerSecond - before.BitsPerSecond) <= before.BitsPerSecond * NoticeableChange;
}
