using Telemed.Rtc.Bwe;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Links;

namespace Telemed.Sfu.Streams;

/// <summary>
/// What is known of one incoming RTP stream: extended sequence numbers, statistics, gaps, cached packets, and the
/// sender's clock. Not thread-safe; allocates only when made, when its cache grows and when a layer in time is first seen.
/// </summary>
public sealed class IncomingStream
{
    /// <summary>A jump in sequence numbers beyond this is a new beginning, not loss.</summary>
    private const int MaximumJump = 3000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RateWindow = TimeSpan.FromSeconds(2);

    private readonly ReceiveStatistics _statistics;
    private readonly SequenceWindow _seen = new();
    private readonly Throughput _throughput = new(RateWindow);
    private readonly Throughput?[] _above = new Throughput?[VideoRung.AllInTime];
    private SequenceUnwrapper _unwrapper;

    /// <summary>Begins a stream.</summary>
    /// <param name="ssrc">Its SSRC.</param>
    /// <param name="clockRate">Ticks of its media time per second.</param>
    /// <param name="nack">Whether to ask for lost packets.</param>
    /// <param name="cache">Whether to keep packets for receivers that lose them; else the last ones are kept to be repeated.</param>
    public IncomingStream(Ssrc ssrc, int clockRate, bool nack, bool cache)
    {
        Ssrc = ssrc;
        ClockRate = clockRate;
        _statistics = new(ssrc, clockRate);
        Nack = nack ? new() : null;
        Cache = cache ? new() : null;
        Recent = cache ? null : new();
    }

    /// <summary>The SSRC of the media.</summary>
    public Ssrc Ssrc { get; }

    /// <summary>Ticks of media time per second.</summary>
    public int ClockRate { get; }

    /// <summary>The gaps to ask for; null when the sender does not retransmit.</summary>
    public NackGenerator? Nack { get; }

    /// <summary>The last packets; null for sound, which nobody asks for again.</summary>
    public PacketCache? Cache { get; }

    /// <summary>The last payloads of sound; null for video.</summary>
    internal RecentSound? Recent { get; }

    /// <summary>The last sender report's clock pair, in the sender's wall time; null before the first.</summary>
    public RtpClockMapping? Clock { get; private set; }

    /// <summary>When the last packet arrived; meaningful once <see cref="Received"/> is above 0.</summary>
    public MonotonicTime LastArrival { get; private set; }

    /// <summary>Since when packets have arrived without a pause of a second.</summary>
    public MonotonicTime SteadySince { get; private set; }

    /// <summary>Packets received, retransmissions not counted.</summary>
    public long Received => _statistics.Received;

    /// <summary>How often the sender jumped to another place in its numbers; each is a new beginning for receivers.</summary>
    public int Restarts { get; private set; }

    /// <summary>Takes a packet's numbers.</summary>
    /// <param name="now">The time of arrival.</param>
    /// <param name="sequenceNumber">From the header.</param>
    /// <param name="timestamp">From the header.</param>
    /// <param name="repaired">Whether the packet came as a retransmission.</param>
    /// <param name="sequence">The extended sequence number.</param>
    /// <returns>False when a packet of this number was here before.</returns>
    public bool Accept(MonotonicTime now, ushort sequenceNumber, uint timestamp, bool repaired, out long sequence)
    {
        sequence = 0;
        if (_unwrapper.Started && Math.Abs(_unwrapper.Peek(sequenceNumber) - _unwrapper.Highest) > MaximumJump)
        {
            if (repaired)
            {
                return false;
            }

            Restart(now);
        }

        if (!repaired)
        {
            SteadySince = Received == 0 || now - LastArrival > Pause ? now : SteadySince;
            _statistics.Note(now, sequenceNumber, timestamp);
            LastArrival = now;
        }

        Nack?.Note(now, sequenceNumber);
        sequence = _unwrapper.Unwrap(sequenceNumber);
        return _seen.TryTake(sequence);
    }

    /// <summary>
    /// Finds the number of a packet of sound that a later one repeats, by its time. In a pause an encoder sends little or
    /// nothing, so that time and numbers do not go together over one; the packets that came on either side tell.
    /// </summary>
    /// <param name="sequenceNumber">The later packet's number.</param>
    /// <param name="timestamp">Its media time.</param>
    /// <param name="samples">How long it plays.</param>
    /// <param name="offset">How much earlier the repeated packet is, above 0.</param>
    /// <param name="number">Its number.</param>
    /// <returns>False when it was here before, or when its number cannot be told.</returns>
    internal bool TryNumber(ushort sequenceNumber, uint timestamp, int samples, int offset, out ushort number)
    {
        var above = _unwrapper.Started ? _unwrapper.Peek(sequenceNumber) : sequenceNumber;
        var below = above - RecentSound.Entries;
        var ahead = offset;
        for (var one = above - 1; one > below && Recent is not null; one--)
        {
            if (!Recent.TryGet(one, out var time, out _))
            {
                continue;
            }

            var earlier = (int)(timestamp - time);
            if (earlier > offset)
            {
                below = one;
            }
            else if (earlier > 0)
            {
                above = one;
                ahead = offset - earlier;
            }
        }

        var (packets, rest) = Math.DivRem(ahead, samples);
        var found = above - below == 2 ? above - 1 : above - packets;
        number = (ushort)found;
        return ahead > 0 && found > below && (rest == 0 || above - below == 2);
    }

    /// <summary>Counts a packet that <see cref="Accept"/> took.</summary>
    /// <param name="now">The time.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="layerInTime">Its VP8 layer in time (TID); 0 without.</param>
    public void NoteLength(MonotonicTime now, int length, int layerInTime)
    {
        var bytes = length + SendSideEstimator.PacketOverhead;
        _throughput.Note(now, bytes);
        for (var below = 0; below < layerInTime; below++)
        {
            (_above[below] ??= new(RateWindow)).Note(now, bytes);
        }
    }

    /// <summary>What passing the stream on would take, over the last 2 s; 0 while too little of it was seen.</summary>
    public Bitrate Rate(MonotonicTime now) => _throughput.Rate(now);

    /// <summary>The same for its layers in time up to one of 0 to 3.</summary>
    public Bitrate Rate(MonotonicTime now, int highestInTime)
    {
        var rate = Rate(now);
        var above = highestInTime < _above.Length ? _above[highestInTime]?.Rate(now) ?? default : default;
        return above < rate ? rate - above : rate;
    }

    /// <summary>Takes the sender's report on this stream.</summary>
    public void NoteSenderReport(MonotonicTime now, NtpTime ntp, uint rtpTimestamp)
    {
        _statistics.NoteSenderReport(now, ntp);
        Clock = new(ntp, rtpTimestamp, ClockRate);
    }

    /// <summary>The next report block on this stream; false before the first packet.</summary>
    public bool TryBuildReport(MonotonicTime now, out ReportBlock block) => _statistics.TryBuild(now, out block);

    // Extended numbers begin anew and may repeat; whoever keeps one keeps Restarts beside it.
    private void Restart(MonotonicTime now)
    {
        Restarts++;
        Cache?.Clear();
        Recent?.Clear();
        Nack?.Reset(now);
        _seen.Clear();
        _unwrapper = default;
    }
}
