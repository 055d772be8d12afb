using System.Buffers.Binary;
using Telemed.Rtc.Bwe;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Links;
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
    private const int TypicalStill = 15_000;
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeastStillInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostStillInterval = TimeSpan.FromSeconds(20);
    private static readonly Bitrate LeastStillRate = new(6_000);

    private readonly CodecBinding[] _codecs;
    private readonly byte[] _payloadTypes = new byte[128];
    private readonly OutgoingStream _stream;
    private readonly byte _transportSequenceId;
    private RecentAnswers? _answers;
    private ushort _rtxSequence;
    private Publication? _flowing;
    private MonotonicTime _assignedAt;
    private bool _active;
    private bool _markNext;
    private uint _frameTimestamp;
    private MonotonicTime _changedAt;
    private MonotonicTime _stillDue;
    private MonotonicTime? _tooMuchSince;
    private bool _isStillFlowing;

    internal Slot(Participant owner, SlotLine line, Random random)
    {
        Owner = owner;
        Mid = line.Mid;
        Kind = line.Kind;
        Ssrc = line.Ssrc;
        RtxSsrc = line.RtxSsrc;
        _codecs = [.. line.Codecs];
        _transportSequenceId = TransportSequence.IsUsable(line.TransportSequenceId) ? line.TransportSequenceId : (byte)0;
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

    /// <summary>Whether the owner reports arrivals of its packets.</summary>
    internal bool IsReported => _transportSequenceId != 0;

    /// <summary>Whether padding can go out under its name.</summary>
    internal bool CanPad => IsReported && RtxSsrc is not null && PaddingType != 0;

    /// <summary>How much of the assigned video the owner's link has room for.</summary>
    internal VideoQuality Quality { get; private set; }

    /// <summary>When the slot was given what it is assigned.</summary>
    internal MonotonicTime AssignedAt => _assignedAt;

    /// <summary>Whose packets go out now: of several layers, that one.</summary>
    internal Publication? Flowing => _flowing;

    /// <summary>The layer that the owner's link has room for, 0 for the best.</summary>
    internal int Layer { get; private set; }

    /// <summary>The layer whose packets shall go out; null when the slot is empty.</summary>
    internal Publication? TargetLayer(MonotonicTime now) =>
        Assigned?.LayerFor(now, Math.Min(Layer, Assigned.Layers.Count), _flowing);

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
        Layer = 0;
        if (before is not null && !ReferenceEquals(before, _flowing?.Main))
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
            Owner.Room.WantKeyFrame(now, TargetLayer(now)!, this);
        }

        return true;
    }

    /// <summary>Lets nothing flow until the assigned publication can begin (again).</summary>
    internal void StopFlow()
    {
        var before = _flowing?.Main;
        _flowing = null;
        if (before is not null && !ReferenceEquals(before, Assigned))
        {
            before.Unsubscribe(this);
        }
    }

    /// <summary>Whether the slot waits for a key frame of what it is assigned, and could begin with it.</summary>
    internal bool IsWaiting => Kind == StreamKind.Video && Assigned is { } assigned
        && (!ReferenceEquals(_flowing?.Main, assigned) || _flowing?.Stream is not { } source || !_stream.Continues(source))
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
        var repeated = WriteRepeating(destination[HeaderLength..], source, packet, payloadType);
        var length = WriteHeader(
            destination,
            repeated > 0 ? _stream.Codec.RedPayloadType : payloadType,
            packet.Marker || _markNext,
            numbers.SequenceNumber,
            numbers.Timestamp,
            Ssrc);
        if (repeated == 0)
        {
            WritePayload(destination[length..], packet.Payload, packet.IsVp8, packet.Vp8, numbers);
        }

        length += repeated > 0 ? repeated : packet.Payload.Length;
        _markNext = false;
        _active = true;
        Owner.NoteSent(now, length);
        Send(now, output, length, packet.Payload.Length);
    }

    // What it cost is less than a packet more: what gets lost is heard all the same, without asking and without waiting.
    private int WriteRepeating(Span<byte> destination, IncomingStream source, in RoutedPacket packet, byte payloadType)
    {
        if (_stream.Codec.RedPayloadType == 0 || source.Recent is not { } recent || Owner.Protection.Chosen == SoundProtection.None)
        {
            return 0;
        }

        var length = SoundRepetition.Write(
            destination, packet, recent, _stream.FirstOfSource, payloadType, Owner.Protection.Chosen);
        _stream.NoteRepeated(length == 0 ? 0 : length - packet.Payload.Length);
        return length;
    }

    private void Send(MonotonicTime now, IRoomOutput output, int length, int payloadLength)
    {
        if (!IsReported || Owner.Downlink is not { } link)
        {
            output.SendRtp(Owner, length);
        }
        else if (Kind == StreamKind.Audio)
        {
            link.SendAudio(now, output, length, payloadLength);
        }
        else if (link.SendVideo(now, output, length))
        {
            Owner.Room.Touch(Owner);
        }
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

        var length = HeaderLength + view.Payload.Length + RtxPacket.Overhead;
        var link = IsReported ? Owner.Downlink : null;
        _answers ??= new();
        if (!_answers.TryTake(now, sequenceNumber, Owner.RoundTrip) || !Owner.Budget.TryTake(length)
            || link?.TryTakeRetransmission(now, length) == false)
        {
            return false;
        }

        _ = Vp8PayloadDescriptor.TryParse(view.Payload, out var vp8);
        var numbers = OutgoingStream.Map(segment, sequenceNumber, view.Timestamp, vp8);
        var destination = output.Reserve();
        length = WriteRetransmission(destination, view, segment.Codec, numbers, vp8);
        if (link is null)
        {
            output.SendRtp(Owner, length);
        }
        else
        {
            link.Send(now, output, length);
        }

        return true;
    }

    /// <summary>Writes a packet that carries nothing, to try the link.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="length">The packet's length in bytes, cut to what one byte of padding length allows.</param>
    /// <returns>Its length.</returns>
    internal int WritePadding(Span<byte> destination, int length)
    {
        var header = WriteHeader(destination, PaddingType, false, _rtxSequence++, 0, RtxSsrc!.Value);
        var padding = Math.Clamp(length - header, 1, byte.MaxValue);
        destination[0] |= 0x20;
        destination.Slice(header, padding).Clear();
        destination[header + padding - 1] = (byte)padding;
        return header + padding;
    }

    /// <summary>Says how much of the assigned video there is room for.</summary>
    internal void SetQuality(MonotonicTime now, VideoQuality quality)
    {
        if (quality == Quality)
        {
            return;
        }

        // A still is not at once: the key frame that it takes is what the link has no room for now.
        _stillDue = now + LeastStillInterval;
        _isStillFlowing = false;
        _changedAt = now;
        Quality = quality;
        if (quality == VideoQuality.Live)
        {
            StopFlow();
        }
    }

    /// <summary>Says which layer there is room for; the present one goes on until a key frame of that one comes.</summary>
    internal void SetLayer(MonotonicTime now, int layer)
    {
        if (layer != Layer)
        {
            Layer = layer;
            _changedAt = now;
            _tooMuchSince = null;
        }
    }

    /// <summary>Notes whether the moving picture is too much for the link now, and says for how long it has been.</summary>
    internal TimeSpan IsTooMuchFor(MonotonicTime now, bool isTooMuch)
    {
        _tooMuchSince = isTooMuch ? _tooMuchSince ?? now : null;
        return _tooMuchSince is { } since ? now - since : TimeSpan.Zero;
    }

    /// <summary>How long quality and layer have been what they are.</summary>
    internal TimeSpan QualityAge(MonotonicTime now) => now - _changedAt;

    /// <summary>Adds a sender report on this slot's stream, once its source has reported.</summary>
    internal bool TryAddReport(ref RtcpWriter writer, NtpTime now)
    {
        if (_flowing is not { } publication || !_stream.TryGetTimestamp(publication.Owner.ToOwnClock(now), out var timestamp))
        {
            return false;
        }

        return writer.TryAddSenderReport(Ssrc, now, timestamp, _stream.PacketCount, _stream.OctetCount);
    }

    private int HeaderLength => RtpPacket.FixedHeaderLength + (IsReported ? TransportSequence.Length : 0);

    private byte PaddingType
    {
        get
        {
            foreach (var codec in _codecs)
            {
                if (codec.RtxPayloadType != 0)
                {
                    return codec.RtxPayloadType;
                }
            }

            return 0;
        }
    }

    private int WriteHeader(
        Span<byte> destination, byte payloadType, bool marker, ushort sequence, uint timestamp, Ssrc ssrc)
    {
        // Version 2; no padding, no contributing sources, no extension that the receiver has not agreed to.
        destination[0] = 0x80;
        destination[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ssrc.Value);
        if (IsReported)
        {
            TransportSequence.WriteBlock(destination, _transportSequenceId);
        }

        return HeaderLength;
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
        int length;
        if (RtxSsrc is { } ssrc && codec.RtxPayloadType != 0)
        {
            length = WriteHeader(
                destination, codec.RtxPayloadType, view.Marker, _rtxSequence++, numbers.Timestamp, ssrc);
            BinaryPrimitives.WriteUInt16BigEndian(destination[length..], numbers.SequenceNumber);
            length += RtxPacket.Overhead;
        }
        else
        {
            // Without RTX the same packet goes again under its own number.
            length = WriteHeader(
                destination, codec.PayloadType, view.Marker, numbers.SequenceNumber, numbers.Timestamp, Ssrc);
        }

        WritePayload(destination[length..], view.Payload, codec.IsVp8, vp8, numbers);
        return length + view.Payload.Length;
    }

    private bool TryContinue(
        MonotonicTime now, Publication publication, IncomingStream source, in RoutedPacket packet)
    {
        if (ReferenceEquals(_flowing, publication) && _stream.Continues(source) && Quality == VideoQuality.Live)
        {
            return (ReferenceEquals(publication.Main, Assigned) || !OverlapIsOver(now)) && MayGoOn(packet);
        }

        if (!ReferenceEquals(Assigned, publication.Main)
            || (Kind == StreamKind.Video && !ReferenceEquals(TargetLayer(now), publication)))
        {
            return false;
        }

        if (IsReported && Kind == StreamKind.Video && Owner.Downlink is { } link && !MayBegin(now, link, packet))
        {
            return _isStillFlowing && packet.Timestamp == _frameTimestamp && ReferenceEquals(_flowing, publication);
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

        if (!ReferenceEquals(_flowing?.Main, publication.Main))
        {
            _flowing?.Main.Unsubscribe(this);
        }

        _flowing = publication;

        _frameTimestamp = packet.Timestamp;
        _isStillFlowing = Quality == VideoQuality.Stills;
        _stream.Begin(now, source, codec, packet);
        // The marker of a first audio packet tells the receiver to lay its delay anew (RFC 3551 section 4.1).
        _markNext = Kind == StreamKind.Audio;
        return true;
    }

    // A frame that has begun is finished; one that would have to wait too long is not begun, nor are those that build on it.
    private bool MayGoOn(in RoutedPacket packet)
    {
        if (Kind == StreamKind.Audio || packet.Timestamp == _frameTimestamp || !IsReported
            || Owner.Downlink is not { Admits: false })
        {
            _frameTimestamp = packet.Timestamp;
            return true;
        }

        StopFlow();
        return false;
    }

    // Whether a key frame may begin now; nobody is asked for one that could not be passed on.
    private bool MayBegin(MonotonicTime now, Downlink link, in RoutedPacket packet)
    {
        if (!link.AdmitsStart)
        {
            return false;
        }

        if (Quality == VideoQuality.Live)
        {
            return true;
        }

        if (now < _stillDue || (_isStillFlowing && packet.Timestamp == _frameTimestamp))
        {
            return false;
        }

        if (packet.StartsKeyFrame)
        {
            _stillDue = now + StillInterval(link);
        }

        return true;
    }

    // A key frame is some ten times an ordinary frame, about half a second's worth of the stream.
    private static TimeSpan StillInterval(Downlink link)
    {
        var rate = Bitrate.Most(link.VideoRate, LeastStillRate);
        var wanted = rate.TimeFor(TypicalStill);
        return wanted < LeastStillInterval ? LeastStillInterval : wanted > MostStillInterval ? MostStillInterval : wanted;
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
                    codec = new(
                        payloadType, ours.PayloadType, ours.RtxPayloadType, ours.RedPayloadType, ours.Kind == MediaCodec.Vp8);
                }
            }
        }

        return _payloadTypes[payloadType] != Unmapped;
    }
}
