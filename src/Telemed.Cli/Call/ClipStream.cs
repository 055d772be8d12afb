using System.Security.Cryptography;
using Telemed.Cli.Clips;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Call;

/// <summary>
/// One outgoing stream of a clip: says when its next frame is due and gives its packets their numbers and times. Bytes
/// and the time go in and out; it sends nothing. One thread.
/// </summary>
internal sealed class ClipStream
{
    private readonly ClipClock _clock;
    private readonly IReadOnlyList<ClipFrame> _frames;
    private readonly OutgoingFormat _format;
    private readonly uint _firstTimestamp = (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
    private readonly SentPackets _sent = new();
    private long _round;
    private int _index;
    private int _revision;
    // Below 2^15, so that no receiver can mistake the rollover counter when the first packets are lost.
    private ushort _nextNumber = (ushort)RandomNumberGenerator.GetInt32(0x8000);
    private ushort _nextRetransmission = (ushort)RandomNumberGenerator.GetInt32(0x8000);

    /// <summary>A stream over some of the clip's frames.</summary>
    /// <param name="clock">The clip's clock, shared with the other stream.</param>
    /// <param name="frames">The frames, times in ticks of the format's clock rate.</param>
    /// <param name="format">As offered.</param>
    public ClipStream(ClipClock clock, IReadOnlyList<ClipFrame> frames, OutgoingFormat format)
    {
        _clock = clock;
        _frames = frames;
        _format = format;
    }

    /// <summary>The stream's SSRC.</summary>
    public Ssrc Ssrc => _format.Ssrc;

    /// <summary>Packets sent, retransmissions not counted.</summary>
    public uint Packets { get; private set; }

    /// <summary>Payload bytes sent, retransmissions not counted.</summary>
    public uint Octets { get; private set; }

    /// <summary>Packets sent again.</summary>
    public uint Retransmissions { get; private set; }

    /// <summary>When the next frame is due.</summary>
    public MonotonicTime DueAt
    {
        get
        {
            FollowClock();
            return _clock.DueAt(_round, PositionOf(_index));
        }
    }

    /// <summary>Takes the next frame, once it is due, with its RTP time.</summary>
    public ClipFrame Take(out uint timestamp)
    {
        timestamp = TimestampAt(DueAt);
        var frame = _frames[_index];
        Step();
        return frame;
    }

    /// <summary>The stream's media time at an instant, as a sender report pairs it with wall time.</summary>
    public uint TimestampAt(MonotonicTime at) =>
        _firstTimestamp + (uint)(long)Math.Round((at - _clock.Origin).TotalSeconds * _format.ClockRate);

    /// <summary>Writes the next packet and keeps it; its length, 0 when it does not fit.</summary>
    public int Write(Span<byte> destination, ReadOnlySpan<byte> payload, uint timestamp, bool marker)
    {
        var number = _nextNumber++;
        var writer = new RtpPacketWriter(destination, marker, _format.PayloadType, number, timestamp, Ssrc);
        var length = writer.Finish(payload);
        if (length == 0) return 0;
        _sent.Keep(number, destination[..length]);
        Packets++;
        Octets += (uint)payload.Length;
        return length;
    }

    /// <summary>Writes the retransmission of a packet; its length, 0 when it is no longer kept.</summary>
    public int WriteAgain(ushort number, Span<byte> destination)
    {
        if (_format.RetransmissionType == 0 || !_sent.TryGet(number, out var packet)) return 0;
        var length = RtxPacket.Wrap(
            packet, destination, _format.RetransmissionType, _format.RetransmissionSsrc, _nextRetransmission);
        if (length == 0) return 0;
        _nextRetransmission++;
        Retransmissions++;
        return length;
    }

    private TimeSpan PositionOf(int index) => TimeSpan.FromTicks(_frames[index].Time * TimeSpan.TicksPerSecond / _format.ClockRate);

    private void Step()
    {
        _index++;
        // A coder's last packet may reach over the clip's end, where the next round begins.
        if (_index == _frames.Count || PositionOf(_index) >= _clock.Clip.Length) NextRound();
    }

    private void NextRound()
    {
        _index = 0;
        _round++;
    }

    private void FollowClock()
    {
        if (_revision == _clock.Revision) return;
        _revision = _clock.Revision;
        var target = _clock.SetBackTo;
        _round = target.Round;
        _index = 0;
        while (_index < _frames.Count - 1 && PositionOf(_index) < target.Position) _index++;
    }
}
