using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Sfu.Streams;

/// <summary>
/// One stream to one receiver, made of packets of changing sources. Sequence numbers and picture ids go on without a
/// break where the source changes and where pictures are left out; media time goes on by the time that really passed where the
/// source changes, at least 10 ms. Not thread-safe; allocates only when made, and when the first picture is left out.
/// </summary>
internal sealed class OutgoingStream
{
    private const int Segments = 8;
    private static readonly TimeSpan LeastStep = TimeSpan.FromMilliseconds(10);

    private readonly StreamSegment[] _segments = new StreamSegment[Segments];
    private readonly SequenceWindow _sent = new();
    private readonly int _clockRate;
    private SkippedPackets? _skipped;
    private long _stretches;
    private int _current;
    private long _highest;
    private uint _highestTimestamp;
    private MonotonicTime _highestAt;
    private ushort _pictureId;
    private byte _layerZero;
    private bool _started;

    /// <summary>Makes a stream that has sent nothing yet.</summary>
    /// <param name="clockRate">Ticks of media time per second.</param>
    /// <param name="firstSequence">The first sequence number. Below 2^15, so that a receiver that misses the first
    /// packets cannot guess the rollover counter wrong (RFC 3711 section 3.3.1).</param>
    /// <param name="firstTimestamp">The first media time.</param>
    public OutgoingStream(int clockRate, ushort firstSequence, uint firstTimestamp)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(firstSequence, 1 << 15);
        _clockRate = clockRate;
        _highest = firstSequence - 1;
        _highestTimestamp = firstTimestamp;
    }

    /// <summary>Packets sent, retransmissions not counted.</summary>
    public uint PacketCount { get; private set; }

    /// <summary>Payload bytes in these packets.</summary>
    public uint OctetCount { get; private set; }

    /// <summary>The codec of the present stretch.</summary>
    public SegmentCodec Codec => _segments[_current].Codec;

    /// <summary>The source's number with which the present stretch began.</summary>
    public long FirstOfSource => _segments[_current].FirstSequence - _segments[_current].SequenceShift;

    /// <summary>Counts payload bytes beside those of the packet itself.</summary>
    public void NoteRepeated(int bytes) => OctetCount += (uint)bytes;

    /// <summary>Lets the stream go on with another source, from this packet of it on.</summary>
    public void Begin(MonotonicTime now, IncomingStream source, in SegmentCodec codec, in RoutedPacket packet)
    {
        var timestamp = _started ? _highestTimestamp + Step(now) : _highestTimestamp;
        _current = (_current + 1) % Segments;
        ref var segment = ref _segments[_current];
        segment.Number = ++_stretches;
        segment.Source = source;
        segment.SourceRestarts = source.Restarts;
        segment.Codec = codec;
        segment.FirstSequence = _highest + 1;
        segment.SequenceShift = _highest + 1 - packet.Sequence;
        segment.TimestampShift = timestamp - packet.Timestamp;
        segment.PictureIdShift = _started ? (ushort)(_pictureId + 1 - packet.Vp8.PictureId) : (ushort)0;
        segment.LayerZeroShift = _started ? (byte)(_layerZero + 1 - packet.Vp8.Tl0PictureIndex) : (byte)0;
        _highestTimestamp = timestamp;
        _started = true;
    }

    /// <summary>Whether the present stretch still fits the source: it has not begun anew since.</summary>
    public bool Continues(IncomingStream source) =>
        ReferenceEquals(_segments[_current].Source, source) && _segments[_current].SourceRestarts == source.Restarts;

    /// <summary>
    /// Maps a packet of the present source; false for one from before the stretch, and for a number that has gone out
    /// already: encryption under one number must never see two different packets (RFC 7714 section 8.4).
    /// </summary>
    public bool TryMap(MonotonicTime now, in RoutedPacket packet, out OutgoingNumbers numbers)
    {
        ref readonly var segment = ref _segments[_current];
        numbers = default;
        var number = packet.Sequence + segment.SequenceShift;
        SkippedPackets.Hole skipped = default;
        if (_skipped?.TryFindBefore(segment.Number, number, out skipped) == false)
        {
            return false;
        }

        var sequence = number - skipped.Packets;
        numbers = Map(segment, sequence, skipped.Pictures, packet.Timestamp, packet.Vp8);
        if (sequence < segment.FirstSequence || !_sent.TryTake(sequence))
        {
            return false;
        }

        if (sequence > _highest)
        {
            _highest = sequence;
            _highestTimestamp = numbers.Timestamp;
            _highestAt = now;
            NotePicture(packet.Vp8, numbers);
        }

        PacketCount++;
        OctetCount += (uint)packet.Payload.Length;
        return true;
    }

    /// <summary>
    /// Leaves a packet of the present source out: what follows goes on with its number, and its picture's id. One that came late,
    /// behind what went out or behind what was left out, has its number already, which stays a gap.
    /// </summary>
    public void Skip(in RoutedPacket packet)
    {
        ref readonly var segment = ref _segments[_current];
        _skipped ??= new();
        var last = _skipped.Last(segment.Number);
        var at = packet.Sequence + segment.SequenceShift - last.Packets;
        if (at > _highest && at >= last.At)
        {
            _skipped.Add(segment.Number, at, packet.Timestamp);
        }
    }

    /// <summary>
    /// Finds where a packet that was sent under <paramref name="sequenceNumber"/> came from; false when it was never
    /// sent, or its source has begun anew.
    /// </summary>
    /// <param name="sequenceNumber">The number.</param>
    /// <param name="segment">The stretch that it belongs to.</param>
    /// <param name="sourceSequence">Its extended number at the source.</param>
    /// <param name="skippedPictures">Pictures of the stretch that were left out before it.</param>
    public bool TryFind(ushort sequenceNumber, out StreamSegment segment, out long sourceSequence, out int skippedPictures)
    {
        skippedPictures = 0;
        var sequence = _highest + (short)(sequenceNumber - (ushort)_highest);
        for (var i = 0; i < Segments; i++)
        {
            segment = _segments[(_current - i + Segments) % Segments];
            if (segment.Source is null || sequence > _highest)
            {
                break;
            }

            if (sequence >= segment.FirstSequence)
            {
                SkippedPackets.Hole skipped = default;
                var isKnown = _skipped?.TryFindAt(segment.Number, sequence, out skipped) != false;
                sourceSequence = sequence - segment.SequenceShift + skipped.Packets;
                skippedPictures = skipped.Pictures;
                return isKnown && segment.SourceRestarts == segment.Source.Restarts;
            }
        }

        segment = default;
        sourceSequence = 0;
        return false;
    }

    /// <summary>The numbers of a packet under a stretch's shifts, where so many pictures of it were left out before.</summary>
    public static OutgoingNumbers Map(
        in StreamSegment segment, long sequence, int skippedPictures, uint timestamp, in Vp8PayloadDescriptor vp8) => new(
            (ushort)sequence,
            timestamp + segment.TimestampShift,
            (ushort)((vp8.PictureId + segment.PictureIdShift - skippedPictures) & 0x7FFF),
            (byte)(vp8.Tl0PictureIndex + segment.LayerZeroShift));

    /// <summary>
    /// The media time of this stream at the instant that the source's clock calls <paramref name="sourceTime"/>; false
    /// before the source's first sender report.
    /// </summary>
    public bool TryGetTimestamp(NtpTime sourceTime, out uint timestamp)
    {
        ref readonly var segment = ref _segments[_current];
        var clock = segment.Source?.Clock;
        timestamp = clock is null ? 0 : clock.Value.ToRtp(sourceTime) + segment.TimestampShift;
        return clock is not null;
    }

    private uint Step(MonotonicTime now)
    {
        var elapsed = now - _highestAt;
        return (uint)RtpClockMapping.Ticks(elapsed < LeastStep ? LeastStep : elapsed, _clockRate);
    }

    private void NotePicture(in Vp8PayloadDescriptor vp8, in OutgoingNumbers numbers)
    {
        if (vp8.HasPictureId)
        {
            _pictureId = numbers.PictureId;
        }

        if (vp8.HasTl0PictureIndex)
        {
            _layerZero = numbers.LayerZero;
        }
    }
}
