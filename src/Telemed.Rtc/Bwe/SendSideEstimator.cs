using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// Estimates from transport-wide feedback what the link to one receiver carries. Made for 50 to 500 kbit/s: begins at 150,
/// never falls below 20, takes a standing queue away within seconds, and does not take a link's inherent loss for
/// congestion. Loss on the way to us has no transport-wide numbers here and cannot count. See docs/bwe.md.
/// </summary>
/// <remarks>
/// <code>
/// NoteSent ─► history ◄─ TakeFeedback ─► groups ─► trend ─► DelayController ─┐
///                             ├─────► loss of 250 ms ─────► LossController ──┼─► Estimate ─► less while a queue
///                             └─────► probe clusters ─────► their result ────┘               stands: Allowed
/// </code>
/// Not thread-safe. Allocates nothing per packet.
/// </remarks>
public sealed class SendSideEstimator
{
    /// <summary>Bytes that a packet costs beyond its RTP: IPv4 and UDP headers and the authentication tag.</summary>
    public const int PacketOverhead = 20 + 8 + 16;

    /// <summary>The estimate before anything is known.</summary>
    public static readonly Bitrate Start = new(150_000);

    /// <summary>The least estimate.</summary>
    public static readonly Bitrate Floor = new(20_000);

    /// <summary>The greatest estimate; nobody here has use for more.</summary>
    public static readonly Bitrate Ceiling = new(50_000_000);

    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OpenSilenceLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FirstReportLimit = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ToleratedQueue = TimeSpan.FromMilliseconds(80);
    private static readonly TimeSpan LongQueue = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan MostQueue = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan ShortQueue = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan LongestStop = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Emptiness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NoQueue = TimeSpan.FromMilliseconds(30);
    private const double Certain = 0.95;
    private const double ClearlyMore = 1.1;
    private static readonly TimeSpan SuddenQueue = TimeSpan.FromMilliseconds(40);
    private const int FullPacket = 1200;
    private static readonly TimeSpan LongestGap = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LeapProbeInterval = TimeSpan.FromMilliseconds(400);
    private const double Leap = 1.2;

    /// <summary>How many times the demand is worth knowing: where there is that much, nothing need be paced finely.</summary>
    private const double Ample = 3;

    /// <summary>How many times the demand a contested rate grows to, so that there is room for all of it after a fall.</summary>
    private const double MostOverDemand = 1.5;
    private const double MostInherent = 0.05;
    private const double MostBesides = 0.3;
    private const double FullMemory = 0.9;
    private const double LeastWhileDraining = 0.3;
    private const double LimitedShare = 0.65;
    private const long NanosecondsPerTick = 250_000;

    private readonly SentPackets _sent = new();
    private readonly Throughput _arrivals = new();
    private readonly Throughput _departures = new();
    private readonly DelayTrend _trend = new();
    private readonly LossController _loss = new();
    private readonly ProbeController _probes = new();
    private readonly bool _canProbe;
    private ArrivalGroups _groups;
    private CongestionWatch _watch = new();
    private bool _isFollowed;
    private QueueDelay _queue = new();
    private QueueDelay _path = new();
    private DelayController _delay = new(Start);
    private QueueOrigin _origin;
    private Contest _contest;
    private MonotonicTime? _emptySince;
    private PacketLoss _recentLoss;
    private long _ticks;
    private bool _hasTicks;
    private Bitrate _arrived;
    private Bitrate _full;
    private Bitrate _beforeSilence;
    private Bitrate _demand = new(1_500_000);
    private bool _hasLeapt;
    private long _countsFrom;
    private MonotonicTime _firstSent = MonotonicTime.Never;
    private MonotonicTime _lastSent;
    private MonotonicTime _heardAt;
    private MonotonicTime _probedAt;
    private TimeSpan? _roundTrip;

    /// <summary>Begins with a new transport.</summary>
    /// <param name="canProbe">Whether packets of padding can be sent.</param>
    public SendSideEstimator(bool canProbe) => _canProbe = canProbe;

    /// <summary>What the link carries; unbounded when the receiver never reports, so that nothing is known of it.</summary>
    public Bitrate Estimate { get; private set; } = Start;

    /// <summary>What may be sent now: the estimate, less while a queue stands that has to drain.</summary>
    public Bitrate Allowed => IsSilent ? Floor : Estimate * Draining;

    /// <summary>What there would be use for. Above the estimate, probes look for it; a leap of it is probed for soon.</summary>
    public Bitrate Demand
    {
        get => _demand;
        set
        {
            _hasLeapt |= value > _demand * Leap;
            _demand = value;
        }
    }

    /// <summary>What arrives at the receiver, as last reported.</summary>
    public Bitrate Arrived => _arrived;

    /// <summary>
    /// What the link carried when it was last full, with what it loses besides; 0 when that was never seen. Of a link that loses
    /// much it says more than <see cref="Estimate"/>, which takes some of the loss for a bound.
    /// </summary>
    public Bitrate Carried => _full * (1 / (1 - Math.Min(MostBesides, Loss)));

    /// <summary>The share of packets that do not arrive, 0 to 1.</summary>
    public double Loss => _recentLoss.Share;

    /// <summary>The round trip, feedback interval included; 200 ms until it is measured.</summary>
    public TimeSpan RoundTrip => _roundTrip ?? TimeSpan.FromMilliseconds(200);

    /// <summary>How long packets wait on the way.</summary>
    public TimeSpan QueueDelay => _queue.Value;

    /// <summary>
    /// Whether the link's queue is kept full by others, who yield to loss only: then it is no reason to send less, and the
    /// estimate is a share of the link that is fair to them.
    /// </summary>
    public bool IsContested => _contest.IsOn;

    /// <summary>How long packets wait in a queue that sending less takes away; 0 where others keep it full.</summary>
    public TimeSpan OwnQueueDelay => IsContested ? TimeSpan.Zero : QueueDelay;

    /// <summary>What the delay says now.</summary>
    public LinkUsage Usage => _trend.Usage;

    /// <summary>Whether the receiver has ever reported.</summary>
    public bool IsReporting { get; private set; }

    /// <summary>Whether it has stopped to report while packets go to it: the link is down.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>Whether less is sent than the link carries, so that the estimate cannot be confirmed.</summary>
    public bool IsApplicationLimited { get; private set; } = true;

    /// <summary>
    /// Until when as much is under way as fits the path and a short queue, as far as is known now: what can wait shall wait. It
    /// tells a link that has become narrower sooner than any report can. Since the last report the link has carried on at
    /// the estimate, but not for ever; and when nothing went out for a while, something must: what is not sent is not reported.
    /// </summary>
    public MonotonicTime FullUntil
    {
        get
        {
            if (!IsReporting || IsContested || Estimate.IsUnbounded)
            {
                return default;
            }

            var carried = Estimate.TimeFor(_sent.BytesInFlight) - _path.Least - ShortQueue;
            var stop = _lastSent + LongestStop;
            return carried > LongestGap || _heardAt + carried > stop ? stop : _heardAt + carried;
        }
    }

    /// <summary>
    /// Whether there is evidence that more is sent than the link carries. Without any the estimate is only a lower bound:
    /// who sends what others make, and cannot make more of it, must not be held back by it.
    /// </summary>
    public bool IsCongested => _watch.IsCongested;

    /// <summary>Whether a queue stands that has to drain.</summary>
    public bool IsDraining => OwnQueueDelay > ToleratedQueue && !Estimate.IsUnbounded;

    /// <summary>The rate of the probe that goes out now; 0 without one.</summary>
    public Bitrate ProbeRate => _probes.CurrentRate;

    /// <summary>
    /// For a sender that follows the estimate from its first packet on, and not only while <see cref="IsCongested"/>: plans
    /// the first probes, three and six times the start, as the first key frame cannot wait.
    /// </summary>
    public void Begin(MonotonicTime now)
    {
        _isFollowed = true;
        if (_canProbe)
        {
            _probes.Plan(Start * 3);
            _probes.Plan(Start * 6);
            _probedAt = now;
        }
    }

    /// <summary>Notes a packet that goes out now.</summary>
    /// <param name="now">The time.</param>
    /// <param name="length">The RTP packet's length in bytes.</param>
    /// <returns>The transport-wide sequence number to write into it.</returns>
    public ushort NoteSent(MonotonicTime now, int length)
    {
        var bytes = length + PacketOverhead;
        if (_firstSent == MonotonicTime.Never)
        {
            _firstSent = now;
            _heardAt = now;
        }
        else if (now - _lastSent > IdleLimit)
        {
            _heardAt = now; // after a pause, silence begins with the first packet
        }

        _lastSent = now;
        _departures.Note(now, bytes);
        var number = _sent.Add(now, bytes, _probes.Current);
        _probes.NoteSent(now, bytes);
        return number;
    }

    /// <summary>When <see cref="TryTakePadding"/> or <see cref="HandleTimeout"/> has something to do.</summary>
    public MonotonicTime ProbeDeadline(MonotonicTime now) => _canProbe ? _probes.Deadline(now) : MonotonicTime.Never;

    /// <summary>
    /// Whether a packet of padding is due; if so, send one and <see cref="NoteSent"/> it.
    /// </summary>
    /// <param name="now">The time.</param>
    /// <param name="length">The length of the RTP packet to send, in bytes.</param>
    public bool TryTakePadding(MonotonicTime now, out int length)
    {
        var isDue = _probes.TryTakePadding(now, out var bytes);
        length = bytes - PacketOverhead;
        return isDue;
    }

    /// <summary>Takes a report of the receiver.</summary>
    public void TakeFeedback(MonotonicTime now, TransportFeedback feedback)
    {
        var tally = default(Tally);
        foreach (var entry in feedback)
        {
            if (_sent.TryFind(entry.SequenceNumber, out var sequence))
            {
                TakeEntry(now, entry, sequence, ref tally);
            }
        }

        if (tally.Packets == 0 && tally.Arrived == 0)
        {
            return;
        }

        if (tally.Arrived > 0)
        {
            var wasSilent = IsSilent;
            Hear(now, tally);
            if (wasSilent)
            {
                // What was lost while the link was down says nothing of how it is now.
                Settle(now);
                return;
            }
        }

        _recentLoss.Note(now, tally.Packets, tally.Lost);
        _loss.Note(now, tally.Packets, tally.Lost, tally.Bytes);
        TakeProbes(now);
        Settle(now);
    }

    /// <summary>Notices silence and plans probes. Call it every 100 to 250 ms while packets go out.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        if (_firstSent == MonotonicTime.Never)
        {
            return;
        }

        if (!IsReporting)
        {
            Estimate = now - _firstSent > FirstReportLimit ? Bitrate.Unbounded : Start;
            return;
        }

        var isWaiting = _lastSent > _heardAt && now - _lastSent < IdleLimit;
        var limit = IsFollowed ? SilenceLimit : OpenSilenceLimit;
        if (!IsSilent && isWaiting && now - _heardAt > limit + RoundTrip + RoundTrip)
        {
            IsSilent = true;
            _beforeSilence = Estimate;
            _probes.Clear();
        }

        TakeProbes(now);
        Settle(now);
        PlanProbe(now);
    }

    private bool IsFollowed => _isFollowed || IsCongested;

    private double Draining
    {
        get
        {
            var excess = OwnQueueDelay - ToleratedQueue;
            return excess <= TimeSpan.Zero || Estimate.IsUnbounded
                ? 1
                : Math.Max(LeastWhileDraining, 1 - ((1 - LeastWhileDraining) * (excess / (LongQueue - ToleratedQueue))));
        }
    }

    private void TakeEntry(MonotonicTime now, TransportFeedbackEntry entry, long sequence, ref Tally tally)
    {
        ref var packet = ref _sent[sequence];
        if (!entry.Received)
        {
            if (packet.State == SentPacketState.Outstanding && sequence >= _countsFrom)
            {
                packet.State = SentPacketState.Lost;
                tally.Count(packet.Bytes, 1);
            }

            return;
        }

        var arrived = ToTime(entry.ArrivalTicks);
        if (packet.State == SentPacketState.Arrived)
        {
            return;
        }

        if (packet.State == SentPacketState.Lost)
        {
            tally.Lost--; // it was only late
        }
        else
        {
            tally.Count(packet.Bytes, 0);
        }

        packet.State = SentPacketState.Arrived;
        _sent.NoteReported(packet);
        tally.Arrive(arrived.Nanoseconds - packet.At.Nanoseconds, now - packet.At, arrived);
        _arrivals.Note(arrived, packet.Bytes);
        if (packet.Probe != 0)
        {
            _probes.NoteArrived(packet.Probe, arrived, packet.Bytes);
        }

        if (_groups.TryAdd(packet.At, arrived, out var change, out var at))
        {
            _trend.Note(at, change);
        }
    }

    private void Hear(MonotonicTime now, in Tally tally)
    {
        _heardAt = now;
        _path.Note(now, tally.RoundTrip.Ticks * 100, isHeld: _contest.IsFresh(now));
        _roundTrip = _roundTrip is { } before ? ((before * 7) + tally.RoundTrip) / 8 : tally.RoundTrip;
        if (IsSilent)
        {
            Return(now);
        }

        IsReporting = true;
        var queued = _queue.Value;
        _queue.Note(now, tally.Delay, isHeld: _contest.IsFresh(now));
        _arrived = _arrivals.Rate(tally.LastArrival);
        var departed = _departures.Rate(now);
        NoteFull(queued);
        IsApplicationLimited = departed < Bitrate.Least(_delay.Rate, _loss.Limit(now)) * LimitedShare;
        if (IsContested)
        {
            Compete(now, tally.Lost > 0, departed);
            return;
        }

        var usage = _isFollowed || !TakeEvidence(now, tally.Growth, departed) ? Judgement(before: queued) : LinkUsage.Over;
        _delay.Update(now, usage, _arrived, _arrivals.RecentRate, RoundTrip);
        if (!_isFollowed && usage == LinkUsage.Normal && QueueDelay < NoQueue)
        {
            TakeArrived(now);
        }

        if (IsFollowed)
        {
            FindOwner(now, departed);
        }
    }

    // Only while a queue stands: its last packets arrive as fast as the link is.
    private void NoteFull(TimeSpan queued)
    {
        if (QueueDelay > ToleratedQueue && queued > ToleratedQueue)
        {
            _full = _full > default(Bitrate) ? (_full * FullMemory) + (_arrived * (1 - FullMemory)) : _arrived;
        }
    }

    private void FindOwner(MonotonicTime now, Bitrate departed)
    {
        switch (_origin.Note(now, QueueDelay, departed, _arrived))
        {
            // No long flow keeps a queue full on a link that loses as much at random.
            case QueueOwner.Others when Loss < MostInherent:
                _contest.Begin(now, Bitrate.Most(_delay.Rate, _origin.Before * 0.5)); // as one of theirs does that has lost a packet
                _probes.Clear();
                break;
            case QueueOwner.Nobody:
                _queue = new();
                _path = new();
                _trend.Reset();
                _origin = default;
                break;
        }
    }

    private void Compete(MonotonicTime now, bool isLost, Bitrate departed)
    {
        _trend.Reset();
        var isOwn = _contest.Note(now, isLost, departed, _arrived, Demand * MostOverDemand, RoundTrip);
        _delay.Set(now, isOwn ? _arrived * DelayController.Reduction : _contest.Rate);
        _emptySince = QueueDelay < NoQueue ? _emptySince ?? now : null;
        if (isOwn || now - _emptySince > Emptiness)
        {
            _contest.End();
            _origin.Begin(now, _arrived);
        }
    }

    private bool TakeEvidence(MonotonicTime now, TimeSpan growth, Bitrate departed)
    {
        if (!_watch.Note(now, QueueDelay, growth, _trend.Usage, _loss.Bandwidth < departed * Certain))
        {
            return false;
        }

        // From now on probes say whether there is more; not yet, as a queue stands.
        _probes.Clear();
        _probedAt = now;
        _hasLeapt = false;
        return true;
    }

    // What gets through without a queue, the link does carry. While the estimate is followed the two are nearly the same, and
    // what arrives as the last of a queue is all of the link, which leaves no room for what comes in bursts.
    private void TakeArrived(MonotonicTime now)
    {
        var least = _arrived * (IsCongested ? DelayController.Reduction : Certain);
        if (least > _delay.Rate * (IsCongested ? ClearlyMore : 1))
        {
            _delay.Set(now, least);
        }
    }

    // A queue that is long and still grows, or grows in a leap, needs no trend line to be seen. A full packet's own time on a
    // narrow link is no leap.
    private LinkUsage Judgement(TimeSpan before)
    {
        var leap = QueueDelay - before;
        var isLong = QueueDelay > MostQueue && leap > TimeSpan.Zero;
        var isSudden = QueueDelay > ToleratedQueue && leap > SuddenQueue + Estimate.TimeFor(FullPacket);
        return isLong || isSudden ? LinkUsage.Over : _trend.Usage;
    }

    // The link is back. It may be another one: half of what was there before is a guess, a probe at the whole will tell.
    private void Return(MonotonicTime now)
    {
        IsSilent = false;
        _countsFrom = _sent.Count;
        _groups = default;
        _queue = new();
        _path = new();
        _trend.Reset();
        _loss.Reset();
        _arrivals.Clear();
        _full = default;
        _contest.End();
        _origin = default;
        _delay.Set(now, Bitrate.Most(Floor, Bitrate.Least(_beforeSilence, Bitrate.Most(Start, _beforeSilence * 0.5))));
        if (_canProbe && IsFollowed)
        {
            _probes.Plan(Bitrate.Most(_beforeSilence, Start));
            _probedAt = now;
        }
    }

    private void TakeProbes(MonotonicTime now)
    {
        while (_probes.TryTakeResult(now, RoundTrip, Demand * Ample, out var result, out var isFull))
        {
            if (result > _delay.Rate && _trend.Usage != LinkUsage.Over)
            {
                _delay.Set(now, result, isFull);
            }
        }
    }

    private void PlanProbe(MonotonicTime now)
    {
        var isWanted = _canProbe && IsFollowed && !_probes.IsBusy && !IsSilent && Demand > Estimate;
        var isCalm = _trend.Usage == LinkUsage.Normal && QueueDelay < NoQueue && _loss.Limit(now) > _delay.Rate;
        var interval = _hasLeapt ? LeapProbeInterval : ProbeInterval;
        if (isWanted && isCalm && now - _probedAt > interval && now - _lastSent < IdleLimit)
        {
            _hasLeapt = false;
            _probedAt = now;
            _probes.Plan(Bitrate.Least(Estimate * 2, Demand * 1.2));
        }
    }

    private void Settle(MonotonicTime now)
    {
        var least = Bitrate.Least(_delay.Rate, _loss.Limit(now));
        Estimate = Bitrate.Most(Floor, Bitrate.Least(Ceiling, least));
        if (!IsContested)
        {
            _watch.Settle(now, Estimate, Demand);
        }
    }

    // Ticks wrap after 2^32 of them; the next is the nearest to the last.
    private MonotonicTime ToTime(long ticks)
    {
        _ticks = _hasTicks ? _ticks + (int)((uint)ticks - (uint)_ticks) : ticks;
        _hasTicks = true;
        return new(_ticks * NanosecondsPerTick);
    }

    private struct Tally
    {
        public int Packets;
        public int Lost;
        public long Bytes;
        public int Arrived;
        public long Delay;
        public TimeSpan RoundTrip;
        public MonotonicTime LastArrival;
        private long _firstDelay;
        private long _lastDelay;

        /// <summary>How much longer the last packet of the report was under way than the first.</summary>
        public readonly TimeSpan Growth => new((_lastDelay - _firstDelay) / 100);

        public void Count(int bytes, int lost)
        {
            Packets++;
            Lost += lost;
            Bytes += bytes;
        }

        public void Arrive(long delay, TimeSpan roundTrip, MonotonicTime at)
        {
            _firstDelay = Arrived == 0 ? delay : _firstDelay;
            _lastDelay = delay;
            Delay = Arrived == 0 ? delay : Math.Min(Delay, delay);
            RoundTrip = Arrived == 0 || roundTrip < RoundTrip ? roundTrip : RoundTrip;
            LastArrival = Arrived == 0 || at > LastArrival ? at : LastArrival;
            Arrived++;
        }
    }
}
