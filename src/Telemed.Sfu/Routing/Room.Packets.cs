using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Routing;

/// <content>The way of a media packet.</content>
public sealed partial class Room
{
    /// <summary>Takes an RTP packet from a participant.</summary>
    /// <param name="now">When it came from the socket.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="packet">The plain packet; a retransmission is unwrapped in place.</param>
    public void OnRtp(MonotonicTime now, Participant from, Span<byte> packet)
    {
        if (!RtpPacket.TryParse(packet, out var view))
        {
            _counters.PacketsRefused++;
            return;
        }

        _counters.PacketsIn++;
        from.Link.NoteHeard();
        Touch(from);
        if (from.ReportsDue == MonotonicTime.Never && !from.IsMirror)
        {
            StartReports(now, from);
        }

        var extensions = new RtpHeaderExtensions(view, from.Extensions);
        if (extensions.TransportSequenceNumber is { } transportSequence)
        {
            from.NoteTransportSequence(now, transportSequence);
        }

        if (!from.TryFindStream(view.Ssrc, out var binding) && !TryLearn(now, from, view, extensions, out binding))
        {
            _counters.PacketsRefused++;
            return;
        }

        if (extensions.AudioLevel is { } level && binding.Publication.Kind == StreamKind.Audio)
        {
            binding.Publication.Voice.Note(now, level);
        }

        if (binding.IsRtx)
        {
            TakeRetransmission(now, binding.Publication, view.PayloadType, packet);
        }
        else if (binding.Publication.CodecOfRed(view.PayloadType) is { } codec)
        {
            TakeRedundant(now, binding.Publication, codec, view, packet);
        }
        else
        {
            Take(now, binding.Publication, view, PacketOrigin.Sent);
        }

        if (binding.Publication.Kind == StreamKind.Audio && _speakers.IsDue(now))
        {
            LookForSpeakers(now);
        }
    }

    private void TakeRetransmission(MonotonicTime now, Publication publication, byte payloadType, Span<byte> packet)
    {
        if (publication.Ssrc is not { } ssrc || publication.CodecOfRtx(payloadType) is not { } codec)
        {
            _counters.PacketsRefused++;
            return;
        }

        // A length of 0 is a probe of the path: it counts for feedback and carries nothing.
        var length = RtxPacket.UnwrapInPlace(packet, codec.PayloadType, ssrc);
        if (length > 0 && RtpPacket.TryParse(packet[..length], out var original))
        {
            Take(now, publication, original, PacketOrigin.SentAgain);
        }
    }

    // Behind this everything is plain: the recorder and receivers without redundancy need not know of it, and what the
    // publisher's uplink lost is whole again for all of them.
    private void TakeRedundant(MonotonicTime now, Publication publication, CodecBinding codec, RtpPacket view, Span<byte> packet)
    {
        if (!RedPayload.TryParse(view.Payload, out var payload) || payload.OwnType != codec.PayloadType)
        {
            _counters.PacketsRefused++;
            return;
        }

        Span<byte> earlier = stackalloc byte[RedPacket.MostRecovered];
        var samples = OpusPacket.TryGetDuration(payload.Own, out var told) ? told : SoundRepetition.DefaultSamples;
        for (var i = 0; i < payload.Count; i++)
        {
            if (!payload[i].Data.IsEmpty
                && publication.Stream?.TryNumber(view.SequenceNumber, view.Timestamp, samples, payload[i].TimestampOffset, out var number) == true
                && RtpPacket.TryParse(earlier[..RedPacket.Recover(view, payload, i, number, earlier)], out var recovered))
            {
                Take(now, publication, recovered, PacketOrigin.Repeated);
            }
        }

        if (RtpPacket.TryParse(packet[..RedPacket.StripInPlace(packet)], out var own))
        {
            Take(now, publication, own, PacketOrigin.Sent);
        }
    }

    private void Take(MonotonicTime now, Publication publication, RtpPacket view, PacketOrigin origin)
    {
        // A stream from before a change of SSRC has numbers of its own; mixed in, they would go out twice.
        if (publication.CodecOf(view.PayloadType) is not { } codec || publication.Stream is not { } stream
            || stream.Ssrc != view.Ssrc)
        {
            _counters.PacketsRefused++;
            return;
        }

        if (!stream.Accept(now, view.SequenceNumber, view.Timestamp, origin != PacketOrigin.Sent, out var sequence))
        {
            // Most of what is repeated was not lost.
            _counters.Duplicates += origin == PacketOrigin.Repeated ? 0 : 1;
            return;
        }

        _counters.Recovered += origin == PacketOrigin.Repeated ? 1 : 0;

        var routed = new RoutedPacket(view, codec, sequence);
        stream.NoteLength(now, RtpPacket.FixedHeaderLength + view.Payload.Length, routed.IsVp8 ? routed.Vp8.TemporalLayer : 0);
        stream.Cache?.Store(now, sequence, view.Bytes);
        if (routed.StartsKeyFrame)
        {
            publication.KeyFrames?.Fulfil();
            stream.Nack?.NoteKeyFrame(view.SequenceNumber);
        }

        if (publication.IsMuted)
        {
            return;
        }

        stream.Recent?.Store(sequence, view.Timestamp, view.Payload);
        Tap(now, publication, codec, view.Bytes);
        publication.Forward(now, stream, routed, _output);
    }

    // The consent gate: nothing passes but what its sender has agreed to. Of several layers the best that arrives is taken.
    private void Tap(MonotonicTime now, Publication encoding, CodecBinding codec, ReadOnlySpan<byte> packet)
    {
        var publication = encoding.Main;
        if (publication.Layers.Count > 0 && !IsTapped(now, publication, encoding))
        {
            return;
        }

        if (publication.Codec != codec)
        {
            // A track is one codec under one payload type; what follows is another track.
            EndTapping(now, publication);
            publication.Codec = codec;
        }

        if (_tap is null || !publication.Owner.IsRecordable)
        {
            return;
        }

        if (!publication.IsTapped)
        {
            publication.IsTapped = true;
            _tap.OnAdded(publication, now);
        }

        _tap.OnRtp(publication, now, packet);
        if (publication.KeyFrames is not null && _tap.TakeKeyFrameRequest(publication, now))
        {
            Want(now, encoding);
        }
    }

    // Another layer has other numbers: for the tap it is another track.
    private bool IsTapped(MonotonicTime now, Publication publication, Publication encoding)
    {
        var source = publication.LayerFor(now, 0, publication.TapSource);
        if (ReferenceEquals(source, encoding) && !ReferenceEquals(publication.TapSource, source))
        {
            EndTapping(now, publication);
            publication.TapSource = source;
        }

        return ReferenceEquals(source, encoding);
    }

    // RFC 8843 section 9.2: by the mid in the packet, else by a payload type that only one m-line has.
    private bool TryLearn(
        MonotonicTime now, Participant from, RtpPacket view, RtpHeaderExtensions extensions, out StreamBinding binding)
    {
        binding = default;
        var publication = extensions.Mid.IsEmpty ? ByPayloadType(from, view.PayloadType) : ByMid(from, extensions.Mid);
        if (publication is null)
        {
            return false;
        }

        publication = publication.LayerNamed(extensions.Rid.IsEmpty ? extensions.RepairedRid : extensions.Rid);
        var isRtx = publication.CodecOfRtx(view.PayloadType) is not null;
        var isMedia = publication.CodecOf(view.PayloadType) is not null || publication.CodecOfRed(view.PayloadType) is not null;
        if ((!isRtx && !isMedia)
            || !from.TryBind(view.Ssrc, publication, isRtx))
        {
            return false;
        }

        if (!isRtx)
        {
            if (ReferenceEquals(publication.Main.TapSource ?? publication.Main, publication))
            {
                EndTapping(now, publication.Main);
            }

            publication.StartStream(view.Ssrc);
        }

        return from.TryFindStream(view.Ssrc, out binding);
    }

    private static Publication? ByMid(Participant from, ReadOnlySpan<byte> mid)
    {
        foreach (var publication in from.PublicationList)
        {
            if (System.Text.Ascii.Equals(mid, publication.Mid))
            {
                return publication;
            }
        }

        return null;
    }

    private static Publication? ByPayloadType(Participant from, byte payloadType)
    {
        Publication? found = null;
        foreach (var publication in from.PublicationList)
        {
            if (publication.CodecOf(payloadType) is null && publication.CodecOfRtx(payloadType) is null
                && publication.CodecOfRed(payloadType) is null)
            {
                continue;
            }

            if (found is not null)
            {
                return null;
            }

            found = publication;
        }

        return found;
    }
}
