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
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromSeconds(2);

    private readonly SlotCodecs _codecs;
    private readonly OutgoingStream _stream;
    private readonly SlotPackets _packets;
    private readonly VideoShare _share = new();
    private RecentAnswers? _answers;
    private TemporalGate _gate;
    private Publication? _flowing;
    private MonotonicTime _assignedAt;
    private bool _active;
    private bool _markNext;
    private uint _frameTimestamp;
    private bool _isStillFlowing;

    internal Slot(Participant owner, SlotLine line, Random random)
    {
        Owner = owner;
        Mid = line.Mid;
        Kind = line.Kind;
        Ssrc = line.Ssrc;
        RtxSsrc = line.RtxSsrc;
        _codecs = new(line.Codecs);
        _stream = new(
            line.Kind == StreamKind.Audio ? 48_000 : 90_000, (ushort)random.Next(1 << 15), (uint)random.NextInt64(1L << 32));
        _packets = new(line, (ushort)random.Next(1 << 15));
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
    internal bool IsReported => _packets.AreNumbered;

    /// <summary>Whether padding can go out under its name.</summary>
    internal bool CanPad => IsReported && RtxSsrc is not null && _codecs.PaddingType != 0;

    /// <summary>How much of the assigned video the owner's link has room for.</summary>
    internal VideoRung Rung => _share.Rung;

    /// <summary>When the slot was given what it is assigned.</summary>
    internal MonotonicTime AssignedAt => _assignedAt;

    /// <summary>Whose packets go out now: of several layers, that one.</summary>
    internal Publication? Flowing => _flowing;

    /// <summary>The layer whose packets shall go out; null when the slot is empty.</summary>
    internal Publication? TargetLayer(MonotonicTime now) =>
        Assigned?.LayerFor(now, Math.Min(Rung.Layer, Assigned.Layers.Count), _flowing);

    /// <summary>What a layer of its video takes as far as it is passed on here.</summary>
    internal Bitrate RateOf(MonotonicTime now, Publication layer) => layer.Stream?.Rate(now, Rung.HighestInTime) ?? default;

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
        _share.Begin();
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
        && (assigned.Codec is not { } codec || _codecs.Takes(codec));

    /// <summary>Sends a packet of a publication that this slot is subscribed to, if it is its turn.</summary>
    internal void Forward(
        MonotonicTime now, Publication publication, IncomingStream source, in RoutedPacket packet, IRoomOutput output)
    {
        if (!Owner.IsConnected || !TryContinue(now, publication, source, packet))
        {
            return;
        }

        // First what the receiver does without: a frame that is left out needs no room, and is no reason to let nothing flow.
        if (Kind == StreamKind.Video && !_gate.Passes(packet, Rung.HighestInTime))
        {
            _stream.Skip(packet);
            return;
        }

        if (!MayGoOn(packet))
        {
            return;
        }

        var payloadType = _codecs[packet.PayloadType];
        if (payloadType == SlotCodecs.Unmapped || !_stream.TryMap(now, packet, out var numbers))
        {
            return;
        }

        var destination = output.Reserve();
        var repeated = WriteRepeating(destination[_packets.HeaderLength..], source, packet, payloadType);
        var length = _packets.WriteHeader(
            destination, repeated > 0 ? _stream.Codec.RedPayloadType : payloadType, packet.Marker || _markNext, numbers);
        if (repeated == 0)
        {
            SlotPackets.WritePayload(destination[length..], packet.Payload, packet.IsVp8, packet.Vp8, numbers);
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
        if (!_stream.TryFind(sequenceNumber, out var segment, out var sourceSequence, out var skippedPictures)
            || segment.Source!.Cache is not { } cache
            || !cache.TryGet(sourceSequence, out var original)
            || !RtpPacket.TryParse(original, out var view)
            || view.PayloadType != segment.Codec.SourcePayloadType)
        {
            return false;
        }

        var length = _packets.HeaderLength + view.Payload.Length + RtxPacket.Overhead;
        var link = IsReported ? Owner.Downlink : null;
        _answers ??= new();
        if (!_answers.TryTake(now, sequenceNumber, Owner.RoundTrip) || !Owner.Budget.TryTake(length)
            || link?.TryTakeRetransmission(now, length) == false)
        {
            return false;
        }

        _ = Vp8PayloadDescriptor.TryParse(view.Payload, out var vp8);
        var numbers = OutgoingStream.Map(segment, sequenceNumber, skippedPictures, view.Timestamp, vp8);
        var destination = output.Reserve();
        length = _packets.WriteAgain(destination, view, segment.Codec, numbers, vp8);
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

    /// <summary>Writes a packet of about a length that carries nothing, to try the link.</summary>
    /// <returns>Its length.</returns>
    internal int WritePadding(Span<byte> destination, int length) => _packets.WritePadding(destination, length, _codecs.PaddingType);

    /// <summary>
    /// Says how much of the assigned video there is room for. Another layer begins at a key frame of it, and the present one goes
    /// on until then; fewer frames at once, more where the stream allows it.
    /// </summary>
    internal void Give(MonotonicTime now, VideoRung rung)
    {
        if (rung == Rung)
        {
            return;
        }

        var begins = rung.IsLive && !Rung.IsLive;
        _isStillFlowing &= rung.Quality == Rung.Quality;
        _share.Change(now, rung);
        if (begins)
        {
            StopFlow();
        }
    }

    /// <summary>Notes whether the moving picture is too much for the link now, and says for how long it has been.</summary>
    internal TimeSpan IsTooMuchFor(MonotonicTime now, bool isTooMuch) => _share.IsTooMuchFor(now, isTooMuch);

    /// <summary>Whether <see cref="Rung"/> has been what it is for long enough to try more.</summary>
    internal bool IsTimeForMore(MonotonicTime now) => _share.IsTimeForMore(now);

    /// <summary>Adds a sender report on this slot's stream, once its source has reported.</summary>
    internal bool TryAddReport(ref RtcpWriter writer, NtpTime now)
    {
        if (_flowing is not { } publication || !_stream.TryGetTimestamp(publication.Owner.ToOwnClock(now), out var timestamp))
        {
            return false;
        }

        return writer.TryAddSenderReport(Ssrc, now, timestamp, _stream.PacketCount, _stream.OctetCount);
    }

    private bool TryContinue(
        MonotonicTime now, Publication publication, IncomingStream source, in RoutedPacket packet)
    {
        if (ReferenceEquals(_flowing, publication) && _stream.Continues(source) && Rung.IsLive)
        {
            return ReferenceEquals(publication.Main, Assigned) || !OverlapIsOver(now);
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
            if (publication.CodecOf(packet.PayloadType) is { } flowing && _codecs.Takes(flowing))
            {
                Owner.Room.WantKeyFrame(now, publication, this);
            }

            return false;
        }

        if (!_codecs.TryMap(publication, packet.PayloadType, out var codec))
        {
            return false;
        }

        if (!ReferenceEquals(_flowing?.Main, publication.Main))
        {
            _flowing?.Main.Unsubscribe(this);
        }

        _flowing = publication;

        _frameTimestamp = packet.Timestamp;
        _isStillFlowing = !Rung.IsLive;
        _stream.Begin(now, source, codec, packet);
        // Times and layers of one source say nothing of another's.
        _gate = default;
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

        if (Rung.IsLive)
        {
            return true;
        }

        if (!_share.IsStillDue(now) || (_isStillFlowing && packet.Timestamp == _frameTimestamp))
        {
            return false;
        }

        if (packet.StartsKeyFrame)
        {
            _share.NoteStill(now, link.VideoRate);
        }

        return true;
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
}
