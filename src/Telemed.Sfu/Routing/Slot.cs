using System.Buffers.Binary;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Routing;

/// <summary>
/// A receive-only m-line of a participant, and the stream in it. What it is <b>assigned</b> is what signalling says;
/// what <b>flows</b> may for a moment still be the publication before, so that the picture stands still for no one:
/// <code>
/// assigned ──────► A         B               B
/// flowing  ──────► A         A (old)  ─────► B
///                      assign     B's key frame
/// </code>
/// Sound needs no key frame and changes at once.
/// </summary>
public sealed class Slot
{
    private const byte Unmapped = 0xFF;
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromSeconds(2);

    private readonly CodecBinding[] _codecs;
    private readonly byte[] _payloadTypes = new byte[128];
    private readonly OutgoingStream _stream;
    private RecentAnswers? _answers;
    private ushort _rtxSequence;
    private Publication? _flowing;
    private MonotonicTime _assignedAt;
    private bool _active;
    private bool _markNext;

    internal Slot(Participant owner, SlotLine line, Random random)
    {
        Owner = owner;
        Mid = line.Mid;
        Kind = line.Kind;
        Ssrc = line.Ssrc;
        RtxSsrc = line.RtxSsrc;
        _codecs = [.. line.Codecs];
        _stream = new(
            line.Kind == StreamKind.Audio ? 48_000 : 90_000, (ushort)random.Next(1 << 15), (uint)random.NextInt64(1L << 32));
        _rtxSequence = (ushort)random.Next(1 << 15);
    }

    /// <summary>Whose slot it is.</summary>
    public Participant Owner { get; }

    /// <summary>The m-line's name in the owner's offer.</summary>
    public string Mid { get; }

    /// <summary>Sound or picture.</summary>
    public StreamKind Kind { get; }

    /// <summary>The stream that we announced for it.</summary>
    public Ssrc Ssrc { get; }

    /// <summary>The stream of its retransmissions; null when there are none.</summary>
    public Ssrc? RtxSsrc { get; }

    /// <summary>What the slot carries as far as signalling goes; null when it is empty.</summary>
    public Publication? Assigned { get; private set; }

    /// <summary>Whether the owner chose what it carries; else it is filled automatically.</summary>
    public bool IsWished { get; internal set; }

    /// <summary>The id of the publication that the owner wants here; null with <see cref="IsWished"/>: nothing.</summary>
    public string? Wish { get; internal set; }

    /// <summary>Whose packets go out now.</summary>
    internal Publication? Flowing => _flowing;

    /// <summary>Whether something has been sent since the last question.</summary>
    internal bool TakeActivity()
    {
        var active = _active;
        _active = false;
        return active;
    }

    /// <summary>Gives the slot another publication, or none.</summary>
    /// <returns>Whether anything changed.</returns>
    internal bool Assign(MonotonicTime now, Publication? publication)
    {
        var before = Assigned;
        if (ReferenceEquals(before, publication))
        {
            return false;
        }

        Assigned = publication;
        _assignedAt = now;
        if (before is not null && !ReferenceEquals(before, _flowing))
        {
            before.Unsubscribe(this);
        }

        if (publication is null || Kind == StreamKind.Audio)
        {
            StopFlow();
        }

        if (publication is not null)
        {
            publication.Subscribe(this);
            Owner.Room.WantKeyFrame(now, publication, this);
        }

        return true;
    }

    /// <summary>Lets nothing flow until the assigned publication can begin (again).</summary>
    internal void StopFlow()
    {
        var before = _flowing;
        _flowing = null;
        if (before is not null && !ReferenceEquals(before, Assigned))
        {
            before.Unsubscribe(this);
        }
    }

    /// <summary>Whether the slot waits for a key frame of what it is assigned, and could begin with it.</summary>
    internal bool IsWaiting => Kind == StreamKind.Video && Assigned is { } assigned
        && (!ReferenceEquals(_flowing, assigned) || assigned.Stream is not { } source || !_stream.Continues(source))
        && (assigned.Codec is not { } codec || Takes(codec));

    /// <summary>Sends a packet of a publication that this slot is subscribed to, if it is its turn.</summary>
    internal void Forward(
        MonotonicTime now, Publication publication, IncomingStream source, in RoutedPacket packet, IRoomOutput output)
    {
        if (!Owner.IsConnected || !TryContinue(now, publication, source, packet))
        {
            return;
        }

        var payloadType = _payloadTypes[packet.PayloadType];
        if (payloadType == Unmapped || !_stream.TryMap(now, packet, out var numbers))
        {
            return;
        }

        var destination = output.Reserve();
        WriteHeader(destination, payloadType, packet.Marker || _markNext, numbers.SequenceNumber, numbers.Timestamp, Ssrc);
        var length = RtpPacket.FixedHeaderLength;
        WritePayload(destination[length..], packet.Payload, packet.IsVp8, packet.Vp8, numbers);
        length += packet.Payload.Length;
        _markNext = false;
        _active = true;
        Owner.NoteSent(now, length);
        output.SendRtp(Owner, length);
    }

    /// <summary>Answers one number of a NACK from the publication's cache.</summary>
    /// <returns>Whether a packet was sent.</returns>
    internal bool Retransmit(MonotonicTime now, ushort sequenceNumber, IRoomOutput output)
    {
        if (!_stream.TryFind(sequenceNumber, out var segment, out var sourceSequence)
            || segment.Source!.Cache is not { } cache
            || !cache.TryGet(sourceSequence, out var original)
            || !RtpPacket.TryParse(original, out var view)
            || view.PayloadType != segment.Codec.SourcePayloadType)
        {
            return false;
        }

        var length = RtpPacket.FixedHeaderLength + view.Payload.Length + RtxPacket.Overhead;
        _answers ??= new();
        if (!_answers.TryTake(now, sequenceNumber, Owner.RoundTrip) || !Owner.Budget.TryTake(length))
        {
            return false;
        }

        _ = Vp8PayloadDescriptor.TryParse(view.Payload, out var vp8);
        var numbers = OutgoingStream.Map(segment, sequenceNumber, view.Timestamp, vp8);
        var destination = output.Reserve();
        output.SendRtp(Owner, WriteRetransmission(destination, view, segment.Codec, numbers, vp8));
        return true;
    }

    /// <summary>Adds a sender report on this slot's stream, once its source has reported.</summary>
    internal bool TryAddReport(ref RtcpWriter writer, NtpTime now)
    {
        if (_flowing is not { } publication || !_stream.TryGetTimestamp(publication.Owner.ToOwnClock(now), out var timestamp))
        {
            return false;
        }

        return writer.TryAddSenderReport(Ssrc, now, timestamp, _stream.PacketCount, _stream.OctetCount);
    }

    private static void WriteHeader(
        Span<byte> destination, byte payloadType, bool marker, ushort sequence, uint timestamp, Ssrc ssrc)
    {
        // Version 2; no padding, no extension, no contributing sources: nothing a receiver has not agreed to.
        destination[0] = 0x80;
        destination[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ssrc.Value);
    }

    private static void WritePayload(
        Span<byte> destination,
        ReadOnlySpan<byte> payload,
        bool isVp8,
        in Vp8PayloadDescriptor vp8,
        in OutgoingNumbers numbers)
    {
        payload.CopyTo(destination);
        if (isVp8)
        {
            vp8.SetPictureId(destination, numbers.PictureId);
            vp8.SetTl0PictureIndex(destination, numbers.LayerZero);
        }
    }

    private int WriteRetransmission(
        Span<byte> destination,
        RtpPacket view,
        in SegmentCodec codec,
        in OutgoingNumbers numbers,
        in Vp8PayloadDescriptor vp8)
    {
        var length = RtpPacket.FixedHeaderLength;
        if (RtxSsrc is { } ssrc && codec.RtxPayloadType != 0)
        {
            WriteHeader(destination, codec.RtxPayloadType, view.Marker, _rtxSequence++, numbers.Timestamp, ssrc);
            BinaryPrimitives.WriteUInt16BigEndian(destination[length..], numbers.SequenceNumber);
            length += RtxPacket.Overhead;
        }
        else
        {
            // Without RTX the same packet goes again under its own number.
            WriteHeader(
                destination, codec.PayloadType, view.Marker, numbers.SequenceNumber, numbers.Timestamp, Ssrc);
        }

        WritePayload(destination[length..], view.Payload, codec.IsVp8, vp8, numbers);
        return length + view.Payload.Length;
    }

    private bool TryContinue(
        MonotonicTime now, Publication publication, IncomingStream source, in RoutedPacket packet)
    {
        if (ReferenceEquals(_flowing, publication) && _stream.Continues(source))
        {
            return ReferenceEquals(publication, Assigned) || !OverlapIsOver(now);
        }

        if (!ReferenceEquals(Assigned, publication))
        {
            return false;
        }

        if (Kind == StreamKind.Video && !packet.StartsKeyFrame)
        {
            // Whoever asked before may have asked in vain: nobody was connected yet, or the frame's start was lost. Only
            // who could begin with the frame may ask.
            if (publication.CodecOf(packet.PayloadType) is { } flowing && Takes(flowing))
            {
                Owner.Room.WantKeyFrame(now, publication, this);
            }

            return false;
        }

        if (!TryMapPayloadTypes(publication, packet.PayloadType, out var codec))
        {
            return false;
        }

        if (!ReferenceEquals(_flowing, publication))
        {
            _flowing?.Unsubscribe(this);
            _flowing = publication;
        }

        _stream.Begin(now, source, codec, packet);
        // The marker of a first audio packet tells the receiver to lay its delay anew (RFC 3551 section 4.1).
        _markNext = Kind == StreamKind.Audio;
        return true;
    }

    private bool Takes(CodecBinding codec)
    {
        foreach (var ours in _codecs)
        {
            if (ours.Takes(codec))
            {
                return true;
            }
        }

        return false;
    }

    // The new publication may never bring a key frame; its predecessor is no longer what people were told they see.
    private bool OverlapIsOver(MonotonicTime now)
    {
        if (now - _assignedAt <= LongestOverlap)
        {
            return false;
        }

        StopFlow();
        return true;
    }

    private bool TryMapPayloadTypes(Publication publication, byte payloadType, out SegmentCodec codec)
    {
        codec = default;
        Array.Fill(_payloadTypes, Unmapped);
        foreach (var theirs in publication.Codecs)
        {
            foreach (var ours in _codecs)
            {
                if (!ours.Takes(theirs) || _payloadTypes[theirs.PayloadType] != Unmapped)
                {
                    continue;
                }

                _payloadTypes[theirs.PayloadType] = ours.PayloadType;
                if (theirs.PayloadType == payloadType)
                {
                    codec = new(payloadType, ours.PayloadType, ours.RtxPayloadType, ours.Kind == MediaCodec.Vp8);
                }
            }
        }

        return _payloadTypes[payloadType] != Unmapped;
    }
}
