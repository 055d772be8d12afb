using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Links;

namespace Telemed.Sfu.Routing;

/// <content>RTCP both ways, and what is due by time.</content>
public sealed partial class Room
{
    /// <summary>The longest compound that we send; leaves room for encryption within a datagram of 1,200 bytes.</summary>
    private const int LongestCompound = 1150;
    private const int MostReportBlocks = 31;
    private const int ReportsPerMeasurement = 2;
    private const int IdleReports = 6;
    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);
    private static ReadOnlySpan<byte> Cname => "sfu"u8;

    /// <summary>Takes an RTCP datagram from a participant.</summary>
    public void OnRtcp(MonotonicTime now, Participant from, ReadOnlySpan<byte> datagram)
    {
        if (!RtcpCompound.TryParse(datagram, out var compound))
        {
            _counters.ReportsRefused++;
            return;
        }

        from.Link.NoteHeard();
        foreach (var packet in compound)
        {
            if (SenderReport.TryParse(packet, out var senderReport))
            {
                TakeSenderReport(now, from, senderReport);
                TakeBlocks(now, from, senderReport.Blocks);
            }
            else if (ReceiverReport.TryParse(packet, out var receiverReport))
            {
                TakeBlocks(now, from, receiverReport.Blocks);
            }
            else if (GenericNack.TryParse(packet, out var nack))
            {
                AnswerNack(now, from, nack);
            }
            else if (TransportFeedback.TryParse(packet, out var feedback))
            {
                from.Downlink?.TakeFeedback(now, feedback);
                Touch(from);
            }
            else if (PictureLossIndication.TryParse(packet, out var indication))
            {
                TakeKeyFrameRequest(now, from, indication.Header.Media);
            }
            else if (FullIntraRequest.TryParse(packet, out var request))
            {
                for (var i = 0; i < request.Count; i++)
                {
                    TakeKeyFrameRequest(now, from, request[i]);
                }
            }
        }
    }

    /// <summary>Does what is due for a participant at <paramref name="now"/>; harmless when nothing is.</summary>
    public void HandleTimeout(MonotonicTime now, Participant participant)
    {
        Touch(participant);
        if (!participant.IsConnected)
        {
            // Its streams ask again when it is back; a request that nobody can hear would come due for ever.
            Quieten(participant);
            return;
        }

        SendFeedback(now, participant);
        if (participant.Downlink is { } link && now >= link.Deadline && link.HandleTimeout(now, _output))
        {
            ShareOut(now, participant, link);
        }

        foreach (var publication in participant.EncodingList)
        {
            AskForPackets(now, publication);
            AskForKeyFrame(now, publication);
        }

        if (now >= participant.ReportsDue)
        {
            SendReports(now, participant);
        }
    }

    private static void Quieten(Participant participant)
    {
        participant.ReportsDue = MonotonicTime.Never;
        foreach (var publication in participant.EncodingList)
        {
            publication.KeyFrames?.Fulfil();
        }
    }

    private static MonotonicTime DeadlineOf(Participant participant)
    {
        var deadline = participant.ReportsDue;
        if (participant.Feedback is { } feedback && feedback.Deadline < deadline)
        {
            deadline = feedback.Deadline;
        }

        if (participant.IsConnected && participant.Downlink is { } link && link.Deadline < deadline)
        {
            deadline = link.Deadline;
        }

        foreach (var publication in participant.EncodingList)
        {
            // Who is not connected cannot be asked.
            if (participant.IsConnected && publication.Stream?.Nack is { } nack && nack.Deadline < deadline)
            {
                deadline = nack.Deadline;
            }

            if (publication.KeyFrames is { } keyFrames && keyFrames.Deadline < deadline)
            {
                deadline = keyFrames.Deadline;
            }
        }

        return deadline;
    }

    private void TakeSenderReport(MonotonicTime now, Participant from, SenderReport report)
    {
        if (!from.TryFindStream(report.Ssrc, out var binding) || binding.IsRtx || binding.Publication.Stream is not { } stream
            || stream.Ssrc != report.Ssrc)
        {
            return;
        }

        from.NoteClock(WallTime(now), report.Ntp);
        stream.NoteSenderReport(now, report.Ntp, report.RtpTimestamp);
        var main = binding.Publication.Main;
        if (main.IsTapped && from.IsRecordable && ReferenceEquals(main.TapSource ?? main, binding.Publication))
        {
            _tap?.OnSenderReport(main, now, report);
        }
    }

    private void TakeBlocks(MonotonicTime now, Participant from, ReportBlockList blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            var block = blocks[i];
            if (from.SlotOf(block.Ssrc) is not { } slot)
            {
                continue;
            }

            from.Link.NoteDown(block.FractionLost);
            from.Link.NoteJitter(block.Jitter, slot.Kind);
            if (slot.Kind == StreamKind.Audio)
            {
                from.Protection.NoteReported(block.FractionLost);
            }

            if (block.RoundTrip(WallTime(now).Compact) is { } roundTrip)
            {
                NoteRoundTrip(from, roundTrip);
            }
        }
    }

    private static void NoteRoundTrip(Participant from, TimeSpan roundTrip)
    {
        from.MeasuredRoundTrip = from.MeasuredRoundTrip is { } before ? ((before * 7) + roundTrip) / 8 : roundTrip;
        foreach (var publication in from.EncodingList)
        {
            if (publication.Stream?.Nack is { } nack)
            {
                nack.RoundTrip = from.RoundTrip;
            }
        }
    }

    private void AnswerNack(MonotonicTime now, Participant from, GenericNack nack)
    {
        if (from.SlotOf(nack.Header.Media) is not { Kind: StreamKind.Video } slot || !from.IsConnected)
        {
            return;
        }

        foreach (var sequenceNumber in nack)
        {
            if (slot.Retransmit(now, sequenceNumber, _output))
            {
                _counters.Retransmissions++;
            }
        }
    }

    private void TakeKeyFrameRequest(MonotonicTime now, Participant from, Ssrc media)
    {
        if (from.SlotOf(media) is { } slot && (slot.Flowing ?? slot.Assigned) is { } publication)
        {
            WantKeyFrame(now, publication, slot);
        }
    }

    private void SendFeedback(MonotonicTime now, Participant participant)
    {
        if (participant.Feedback is not { } feedback || now < feedback.Deadline)
        {
            return;
        }

        var media = participant.Streams.IsEmpty ? default : participant.Streams[0].Ssrc;
        while (feedback.TryBuild(_output.Reserve(), participant.FeedbackSsrc, media, out var length))
        {
            _output.SendRtcp(participant, length);
        }
    }

    private void AskForPackets(MonotonicTime now, Publication publication)
    {
        if (publication.Stream is not { Nack: { } nack } stream || now < nack.Deadline)
        {
            return;
        }

        Span<ushort> missing = stackalloc ushort[64];
        var count = nack.Collect(now, missing);
        var writer = new RtcpWriter(_output.Reserve());
        if (count > 0 && writer.TryAddNack(publication.Owner.FeedbackSsrc, stream.Ssrc, missing[..count]))
        {
            _counters.NacksSent += count;
            _output.SendRtcp(publication.Owner, writer.Length);
        }

        if (nack.TakeGaveUp() && (publication.SubscriberCount > 0 || IsTappable(publication)))
        {
            publication.KeyFrames?.Want(now);
        }
    }

    private void AskForKeyFrame(MonotonicTime now, Publication publication)
    {
        if (publication.KeyFrames is not { } keyFrames || !keyFrames.TryTake(now))
        {
            return;
        }

        if (publication.Stream is not { } stream)
        {
            // Its first packet is one of a key frame anyhow.
            keyFrames.Fulfil();
            return;
        }

        var writer = new RtcpWriter(_output.Reserve());
        if (writer.TryAddPictureLossIndication(publication.Owner.FeedbackSsrc, stream.Ssrc))
        {
            _counters.KeyFrameRequests++;
            _output.SendRtcp(publication.Owner, writer.Length);
        }
    }

    private void SendReports(MonotonicTime now, Participant participant)
    {
        Span<ReportBlock> blocks = stackalloc ReportBlock[MostReportBlocks];
        var count = CollectBlocks(now, participant, blocks);
        var writer = new RtcpWriter(_output.Reserve()[..LongestCompound]);
        var active = count > 0;
        var ntp = WallTime(now);
        foreach (var slot in participant.SlotList)
        {
            if (!slot.TakeActivity())
            {
                continue;
            }

            active = true;
            if (!slot.TryAddReport(ref writer, ntp) && writer.Length > LongestCompound - 100)
            {
                SendReport(participant, ref writer);
                slot.TryAddReport(ref writer, ntp);
            }
        }

        if (writer.Length + 4 + 8 + (count * ReportBlock.Length) + 16 > LongestCompound)
        {
            SendReport(participant, ref writer);
        }

        writer.TryAddReceiverReport(participant.FeedbackSsrc, blocks[..count]);
        SendReport(participant, ref writer);
        Measure(participant);
        participant.Protect(now);

        // Some reports more after the last packet, so that silence is measured too; then it costs nothing.
        participant.Link.IdleReports = active ? 0 : participant.Link.IdleReports + 1;
        participant.ReportsDue = participant.Link.IdleReports > IdleReports ? MonotonicTime.Never : now + ReportInterval;
    }

    private void SendReport(Participant participant, ref RtcpWriter writer)
    {
        writer.TryAddSourceDescription(participant.FeedbackSsrc, Cname);
        _output.SendRtcp(participant, writer.Length);
        writer = new(_output.Reserve()[..LongestCompound]);
    }

    private static int CollectBlocks(MonotonicTime now, Participant participant, Span<ReportBlock> blocks)
    {
        var count = 0;
        foreach (var publication in participant.EncodingList)
        {
            if (count < blocks.Length && publication.Stream is { } stream && stream.Received > 0
                && now - stream.LastArrival < ReportInterval * 2 && stream.TryBuildReport(now, out var block))
            {
                participant.Link.NoteUp(block.FractionLost);
                participant.Link.NoteJitter(block.Jitter, publication.Kind);
                blocks[count++] = block;
            }
        }

        return count;
    }

    private void Measure(Participant participant)
    {
        if (++participant.Link.Reports % ReportsPerMeasurement == 0)
        {
            // What the receiver reports as not arrived counts loss on the publisher's uplink too; transport-wide numbers do not.
            var downlink = participant.Downlink?.Estimator;
            var measured = downlink is { IsReporting: true } ? downlink.Loss : (double?)null;
            var figures = participant.Link.Take(participant.MeasuredRoundTrip, measured);
            _events.LinkMeasured(participant, figures.NoBetterThan(Seen(participant)));
        }
    }

    private static int Seen(Participant participant)
    {
        var score = LinkMeasurement.BestScore;
        if (participant.Downlink is not { Estimator.IsCongested: true })
        {
            return score;
        }

        foreach (var slot in participant.SlotList)
        {
            if (slot.Kind == StreamKind.Video && slot.Assigned is { IsMuted: false })
            {
                score = Math.Min(score, ScoreOf(slot.Rung));
            }
        }

        return score;
    }

    private static int ScoreOf(VideoRung rung) => !rung.IsLive ? LinkMeasurement.StillsScore
        : VideoRung.Best.IsBetterThan(rung) ? LinkMeasurement.LessScore
        : LinkMeasurement.BestScore;
}
