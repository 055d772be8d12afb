using Telemed.Rtc.Bwe;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Routing;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Links;

/// <summary>
/// The way to one receiver that reports arrivals: what it carries, and in what order packets go. While nothing speaks of
/// congestion everything goes at once. Then audio still does; video is paced and may wait a little, what is sent again
/// comes out of a share of the estimate, and padding tries for more.
/// </summary>
/// <remarks>
/// <code>
/// audio ───────────────────────────────────────────────────────────► number, send
/// video ──► not congested, or may go now and none waits? ── yes ───►      "
///                    │ no                                                 ▲
///                    └─► queue (bounded by time) ── paced ────────────────┤
/// retransmission ──► not congested, or within its share? ─────────────────┤
/// probe ──► padding, when congested and no video waits ───────────────────┘
/// </code>
/// Not thread-safe; allocates nothing per packet.
/// </remarks>
internal sealed class Downlink
{
    private const double RetransmissionShare = 0.35;
    private const int LeastRetransmissionBurst = 3000;
    private const double AudioMemory = 0.97;
    private const double SoundShare = 0.9;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ShortWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongQueue = TimeSpan.FromMilliseconds(300);

    private readonly Participant _owner;
    private readonly PacketQueue _queue = new();
    private readonly Throughput _audio = new();
    private readonly Throughput _voice = new();
    private Pacer _pacer;
    private MonotonicTime _tickDue = MonotonicTime.Never;
    private MonotonicTime _lastSent;
    private MonotonicTime _refilledAt;
    private double _retransmission = LeastRetransmissionBurst;
    private Bitrate _plainRate;
    private Bitrate _voiceRate;
    private SoundProtection _protection;
    private SoundProtection _wanted;

    /// <summary>Begins with a new transport.</summary>
    /// <param name="owner">The receiver.</param>
    /// <param name="canProbe">Whether padding can be sent to it.</param>
    public Downlink(Participant owner, bool canProbe)
    {
        _owner = owner;
        Estimator = new(canProbe);
    }

    /// <summary>What the link carries.</summary>
    public SendSideEstimator Estimator { get; }

    /// <summary>When <see cref="HandleTimeout"/> wants to be called; never while nothing flows.</summary>
    public MonotonicTime Deadline { get; private set; } = MonotonicTime.Never;

    /// <summary>What audio takes when people talk: the peak, slowly forgotten, as silence sends next to nothing.</summary>
    public Bitrate AudioRate => _plainRate + (_voiceRate * SoundRepetition.Blocks(_protection));

    /// <summary>What it would take if it were protected as its loss asks for.</summary>
    public Bitrate WantedAudioRate => _plainRate + (_voiceRate * SoundRepetition.Blocks(_wanted));

    /// <summary>The most protection of sound that there seems to be room for.</summary>
    public SoundProtection MostProtection =>
        !Estimator.IsCongested || HasRoomFor(SoundProtection.Far) ? SoundProtection.Far
        : HasRoomFor(SoundProtection.Distant) ? SoundProtection.Distant
        : SoundProtection.None;

    /// <summary>Whether packets wait long for each other on the way.</summary>
    public bool IsQueued => Estimator.OwnQueueDelay > LongQueue;

    /// <summary>Packets that were sent only to find out what the link carries.</summary>
    public long Padding { get; private set; }

    /// <summary>What there is for video now.</summary>
    public Bitrate VideoRate => Estimator.Estimate - AudioRate;

    /// <summary>When the transport came up.</summary>
    public MonotonicTime BegunAt { get; private set; }

    /// <summary>The transport is up.</summary>
    public void Begin(MonotonicTime now)
    {
        BegunAt = now;
        _refilledAt = now;
        Deadline = now;
    }

    /// <summary>Whether a further frame may join the queue; false when too much waits already.</summary>
    public bool Admits => !Estimator.IsSilent && QueueTime <= LongestWait;

    /// <summary>Whether a stream may begin: a key frame is not to wait behind what is left of another stream.</summary>
    public bool AdmitsStart => !Estimator.IsSilent
        && (!Estimator.IsCongested || (QueueTime <= ShortWait && Estimator.OwnQueueDelay < LongQueue));

    /// <summary>Sends a packet of sound that stands in the reserved slot.</summary>
    /// <param name="now">The time.</param>
    /// <param name="output">Where it stands.</param>
    /// <param name="length">The packet's length.</param>
    /// <param name="payloadLength">That of its own payload, without what it repeats.</param>
    public void SendAudio(MonotonicTime now, IRoomOutput output, int length, int payloadLength)
    {
        _audio.Note(now, payloadLength + RtpPacket.FixedHeaderLength + TransportSequence.Length + SendSideEstimator.PacketOverhead);
        _voice.Note(now, payloadLength);
        Send(now, output, length);
    }

    /// <summary>Notes how sound is protected from now on, and how it should be.</summary>
    public void NoteProtection(SoundProtection chosen, SoundProtection wanted)
    {
        _protection = chosen;
        _wanted = wanted;
    }

    /// <summary>Sends a packet of video that stands in the reserved slot, or lets it wait.</summary>
    /// <returns>Whether <see cref="Deadline"/> changed.</returns>
    public bool SendVideo(MonotonicTime now, IRoomOutput output, int length)
    {
        if (_queue.IsEmpty && MaySend(now))
        {
            Send(now, output, length);
            return false;
        }

        _ = _queue.TryAdd(output.Reserve()[..length]);
        return SetDeadline(now);
    }

    /// <summary>Whether a packet may be sent again; if so it is counted.</summary>
    public bool TryTakeRetransmission(MonotonicTime now, int length)
    {
        if (!Estimator.IsCongested)
        {
            return !Estimator.IsSilent;
        }

        if (Estimator.IsSilent || Estimator.OwnQueueDelay > LongQueue)
        {
            return false;
        }

        var share = Estimator.Allowed * RetransmissionShare;

        var most = Math.Max(LeastRetransmissionBurst, share.BytesIn(TimeSpan.FromMilliseconds(500)));
        _retransmission = Math.Min(most, _retransmission + (share.BitsPerSecond / 8.0 * (now - _refilledAt).TotalSeconds));
        _refilledAt = now;
        var bytes = length + SendSideEstimator.PacketOverhead;
        if (_retransmission < bytes)
        {
            return false;
        }

        _retransmission -= bytes;
        return true;
    }

    /// <summary>Sends a packet in the reserved slot now, and counts it.</summary>
    public void Send(MonotonicTime now, IRoomOutput output, int length)
    {
        TransportSequence.WriteNumber(output.Reserve(), Estimator.NoteSent(now, length));
        if (Estimator.IsCongested)
        {
            _pacer.NoteSent(now, length + SendSideEstimator.PacketOverhead, Pacer.Rate(Estimator));
        }

        _lastSent = now;
        if (_tickDue == MonotonicTime.Never)
        {
            _tickDue = now + Tick;
            SetDeadline(now);
            _owner.Room.Touch(_owner);
        }

        output.SendRtp(_owner, length);
    }

    /// <summary>Takes a report of arrivals.</summary>
    public void TakeFeedback(MonotonicTime now, TransportFeedback feedback)
    {
        Estimator.TakeFeedback(now, feedback);
        SetDeadline(now);
    }

    /// <summary>Sends what is due.</summary>
    /// <returns>Whether it is time to share out the link anew.</returns>
    public bool HandleTimeout(MonotonicTime now, IRoomOutput output)
    {
        SendWaiting(now, output);
        SendPadding(now, output);
        var isTick = now >= _tickDue;
        if (isTick)
        {
            Estimator.HandleTimeout(now);
            NoteAudio(now);
            _tickDue = now - _lastSent > IdleLimit ? MonotonicTime.Never : now + Tick;
            if (Estimator.IsSilent)
            {
                _queue.Clear(); // nobody hears it, and when the link is back it is old
            }
        }

        SetDeadline(now);
        return isTick;
    }

    // What was too much shows as a queue; so the room need not be certain.
    private bool HasRoomFor(SoundProtection protection) =>
        _plainRate + (_voiceRate * SoundRepetition.Blocks(protection)) <= Bitrate.Most(Estimator.Estimate, Estimator.Carried) * SoundShare;

    private bool MaySend(MonotonicTime now) => !Estimator.IsCongested || (_pacer.MaySend(now) && Estimator.FullUntil <= now);

    private TimeSpan QueueTime => _queue.IsEmpty ? TimeSpan.Zero
        : Pacer.Rate(Estimator).TimeFor(_queue.Bytes + (_queue.Count * SendSideEstimator.PacketOverhead));

    private void SendWaiting(MonotonicTime now, IRoomOutput output)
    {
        while (MaySend(now) && _queue.TryPeek(out var packet))
        {
            packet.CopyTo(output.Reserve());
            _queue.Remove();
            Send(now, output, packet.Length);
        }
    }

    private void SendPadding(MonotonicTime now, IRoomOutput output)
    {
        while (Estimator.IsCongested && _queue.IsEmpty && _owner.PaddingSlot is { } slot && Estimator.TryTakePadding(now, out var wanted))
        {
            Padding++;
            Send(now, output, slot.WritePadding(output.Reserve(), wanted));
        }
    }

    private void NoteAudio(MonotonicTime now)
    {
        _plainRate = Bitrate.Most(_audio.Rate(now), _plainRate * AudioMemory);
        _voiceRate = Bitrate.Most(_voice.Rate(now), _voiceRate * AudioMemory);
    }

    private bool SetDeadline(MonotonicTime now)
    {
        var before = Deadline;
        var next = _tickDue;
        if (!Estimator.IsCongested)
        {
            // What waits since before the link was found wide enough need not wait longer.
            next = _queue.IsEmpty ? next : now;
        }
        else if (!_queue.IsEmpty)
        {
            var turn = Estimator.FullUntil is var room && room > _pacer.Next ? room : _pacer.Next;
            next = turn < next ? turn : next;
        }
        else if (Estimator.ProbeDeadline(now) is var probe && probe < next && _owner.PaddingSlot is not null)
        {
            next = probe;
        }

        Deadline = next;
        return next != before;
    }
}
