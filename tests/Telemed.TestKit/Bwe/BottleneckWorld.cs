using Telemed.Rtc.Time;
using Telemed.TestKit.Network;

namespace Telemed.TestKit.Bwe;

/// <summary>
/// Media flows and cross traffic through one bottleneck in virtual time, in steps of a millisecond. The same seed gives
/// the same run.
/// </summary>
public sealed class BottleneckWorld(int seed)
{
    /// <summary>The emulated link counts IP and UDP headers itself.</summary>
    private const int LinkHeaderBytes = 28;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(100);

    private readonly List<MediaFlow> _flows = [];
    private readonly List<TcpFlow> _cross = [];
    private readonly List<EmulatedLink<byte[]>> _back = [];
    private readonly List<EmulatedLink<FlowPacket>> _tails = [];
    private MonotonicTime _sampleDue;

    /// <summary>The bottleneck.</summary>
    public EmulatedLink<FlowPacket> Forward { get; } = new(seed);

    /// <summary>Things to do at their time.</summary>
    public Timeline Time { get; } = new();

    /// <summary>The media flows.</summary>
    public IReadOnlyList<MediaFlow> Flows => _flows;

    /// <summary>What the bottleneck carries, sampled with the flows; null is no bound.</summary>
    public List<(MonotonicTime At, long? BitsPerSecond)> Capacity { get; } = [];

    /// <summary>The conditions of every flow's way back; its own extra delay is added.</summary>
    public LinkConditions Back { get; set; } = new();

    /// <summary>Adds a media flow.</summary>
    public MediaFlow Add(MediaFlowOptions options)
    {
        var flow = new MediaFlow(_flows.Count, options);
        _flows.Add(flow);
        _back.Add(new(seed + (100 * _flows.Count)));
        _tails.Add(new(seed + (200 * _flows.Count)) { Conditions = new() { Delay = options.ExtraDelay } });
        return flow;
    }

    /// <summary>Adds a TCP flow.</summary>
    public TcpFlow AddTcp(MonotonicTime from, long? bytes = null)
    {
        var flow = new TcpFlow(-1 - _cross.Count, from, bytes);
        _cross.Add(flow);
        return flow;
    }

    /// <summary>Runs for a span of virtual time.</summary>
    public void Run(TimeSpan span)
    {
        for (var end = Time.Now + span; Time.Now < end;)
        {
            Time.MoveTo(Time.Now + Step);
            Advance(Time.Now);
        }
    }

    /// <summary>Puts a packet into the bottleneck.</summary>
    internal void Send(MonotonicTime now, in FlowPacket packet) =>
        Forward.Send(now, packet, packet.Bytes - LinkHeaderBytes);

    private void Advance(MonotonicTime now)
    {
        foreach (var flow in _flows)
        {
            flow.Advance(now, this);
        }

        foreach (var flow in _cross)
        {
            flow.Advance(now, packet => Send(now, packet));
        }

        while (Forward.TryReceive(now, out var packet))
        {
            if (packet.Flow < 0)
            {
                _cross[-1 - packet.Flow].Arrive(now, packet, Back.Delay);
            }
            else
            {
                _tails[packet.Flow].Send(now, packet, packet.Bytes);
            }
        }

        for (var i = 0; i < _flows.Count; i++)
        {
            PassOn(now, i);
        }

        if (now >= _sampleDue)
        {
            _sampleDue = now + SampleInterval;
            _flows.ForEach(flow => flow.Sample(now));
            Capacity.Add((now, Forward.Conditions.BitsPerSecond));
        }
    }

    private void PassOn(MonotonicTime now, int index)
    {
        var flow = _flows[index];
        var back = _back[index];
        while (_tails[index].TryReceive(now, out var packet))
        {
            flow.Arrive(now, packet);
        }

        back.Conditions = Back with { Delay = Back.Delay + flow.Options.ExtraDelay };
        flow.Report(now, report => back.Send(now, report, report.Length));
        while (back.TryReceive(now, out var report))
        {
            flow.TakeReport(now, report);
        }
    }
}
