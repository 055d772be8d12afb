using Telemed.Rtc.Bwe;
using Telemed.Rtc.Rtcp;
using Telemed.Rtc.Time;

namespace Telemed.TestKit.Bwe;

/// <summary>
/// A sender that follows its estimate, and a receiver that reports, at two ends of a <see cref="BottleneckWorld"/>: made-up
/// video in frames, paced, and audio beside it if wanted. Virtual time.
/// </summary>
public sealed class MediaFlow
{
    private const int PayloadBytes = 1100;
    private const int HeaderBytes = 20;
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(200);

    private readonly Queue<int> _waiting = new();
    private readonly TransportFeedbackRecorder _recorder;
    private readonly byte[] _feedback = new byte[TransportFeedbackRecorder.MaxPacketLength];
    private readonly Throughput _arrived = new();
    private Pacer _pacer;
    private MonotonicTime _frameDue;
    private MonotonicTime _audioDue;
    private MonotonicTime _tickDue;
    private bool _hasBegun;

    internal MediaFlow(int id, MediaFlowOptions options)
    {
        Id = id;
        Options = options;
        Estimator = new(canProbe: options.Probes) { Demand = options.Most };
        _recorder = new(options.FeedbackInterval);
    }

    /// <summary>How the flow behaves.</summary>
    public MediaFlowOptions Options { get; }

    /// <summary>The estimator under test.</summary>
    public SendSideEstimator Estimator { get; }

    /// <summary>What was seen, ten times a second.</summary>
    public List<FlowSample> Samples { get; } = [];

    /// <summary>Whether the source sends; it may pause.</summary>
    public bool IsSending { get; set; } = true;

    /// <summary>The longest time that a packet of sound spent on its way.</summary>
    public TimeSpan LongestAudioDelay { get; private set; }

    /// <summary>The delay of the packet that arrived last, queueing included.</summary>
    public TimeSpan LastDelay { get; private set; }

    internal int Id { get; }

    internal void Advance(MonotonicTime now, BottleneckWorld world)
    {
        if (now < Options.StartAt || now > Options.StopAt)
        {
            return;
        }

        if (!_hasBegun)
        {
            _hasBegun = true;
            Estimator.Begin(now);
            _frameDue = now;
            _audioDue = now;
            _tickDue = now;
        }

        MakeAudio(now, world);
        MakeFrame(now);
        SendPaced(now, world);
        if (now >= _tickDue)
        {
            Estimator.HandleTimeout(now);
            _tickDue = now + TickInterval;
        }
    }

    /// <summary>A packet arrives at the receiver.</summary>
    internal void Arrive(MonotonicTime now, in FlowPacket packet)
    {
        _recorder.Note(now, packet.Number);
        _arrived.Note(now, packet.Bytes);
        LastDelay = now - packet.SentAt;
        if (packet.IsAudio && LastDelay > LongestAudioDelay)
        {
            LongestAudioDelay = LastDelay;
        }
    }

    /// <summary>Gives reports that are due to the way back.</summary>
    internal void Report(MonotonicTime now, Action<byte[]> send)
    {
        if (now < _recorder.Deadline)
        {
            return;
        }

        while (_recorder.TryBuild(_feedback, new(1), new(2), out var length))
        {
            send(_feedback.AsSpan(0, length).ToArray());
        }
    }

    /// <summary>A report arrives at the sender.</summary>
    internal void TakeReport(MonotonicTime now, ReadOnlySpan<byte> report)
    {
        if (!RtcpCompound.TryParse(report, out var compound))
        {
            return;
        }

        foreach (var packet in compound)
        {
            if (TransportFeedback.TryParse(packet, out var feedback))
            {
                Estimator.TakeFeedback(now, feedback);
            }
        }
    }

    internal void Sample(MonotonicTime now) => Samples.Add(new(
        now, Estimator.Estimate, _arrived.Rate(now), LastDelay, Estimator.Loss, Estimator.IsContested));

    private Bitrate VideoRate
    {
        get
        {
            var rate = Estimator.Allowed - Options.AudioRate;
            return Bitrate.Most(Options.Least, Bitrate.Least(rate, Options.Most - Options.AudioRate));
        }
    }

    private void MakeAudio(MonotonicTime now, BottleneckWorld world)
    {
        if (Options.AudioRate == default || now < _audioDue || !IsSending)
        {
            return;
        }

        _audioDue = now + TimeSpan.FromMilliseconds(20);
        var bytes = (int)Options.AudioRate.BytesIn(TimeSpan.FromMilliseconds(20));
        Send(now, world, Math.Max(40, bytes - SendSideEstimator.PacketOverhead), isAudio: true);
    }

    // An encoder: the frame's size follows the rate at once, with a little restlessness; nothing is made while much waits.
    private void MakeFrame(MonotonicTime now)
    {
        if (now < _frameDue || !IsSending)
        {
            return;
        }

        var interval = TimeSpan.FromSeconds(1.0 / Options.FramesPerSecond);
        _frameDue = now + interval;
        var waiting = _waiting.Sum();
        if (Pacer.Rate(Estimator).TimeFor(waiting) > TimeSpan.FromMilliseconds(300))
        {
            return;
        }

        var share = 0.8 + (Options.Random.NextDouble() * 0.4);
        var left = (int)(VideoRate.BytesIn(interval) * share);
        while (left > 0)
        {
            var payload = Math.Clamp(left - HeaderBytes - SendSideEstimator.PacketOverhead, 30, PayloadBytes);
            _waiting.Enqueue(payload + HeaderBytes);
            left -= payload + HeaderBytes + SendSideEstimator.PacketOverhead;
        }
    }

    private void SendPaced(MonotonicTime now, BottleneckWorld world)
    {
        while (_pacer.MaySend(now) && Estimator.FullUntil <= now && _waiting.TryDequeue(out var length))
        {
            Send(now, world, length, isAudio: false);
        }

        while (_waiting.Count == 0 && Options.Probes && Estimator.TryTakePadding(now, out var padding))
        {
            Send(now, world, padding, isAudio: false);
        }
    }

    private void Send(MonotonicTime now, BottleneckWorld world, int length, bool isAudio)
    {
        var number = Estimator.NoteSent(now, length);
        var bytes = length + SendSideEstimator.PacketOverhead;
        _pacer.NoteSent(now, bytes, Pacer.Rate(Estimator));
        world.Send(now, new(Id, number, bytes, now, isAudio));
    }
}
