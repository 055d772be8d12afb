using System.Diagnostics.Metrics;
using Telemed.Consults.Consults;
using Telemed.Consults.Operations;
using Telemed.Media;

namespace Telemed.Server.Telemetry;

/// <summary>
/// What can be read off a running node, and off the region by the node that looks for alarms. Callable from any thread; values that
/// the watch brings are at most a quarter of a minute old.
/// </summary>
internal sealed class ServerMetrics : IDisposable
{
    private readonly Meter _meter = new(Traces.Name);
    private readonly MediaNode _media;
    private readonly TimeProvider _time;
    private volatile Looked? _region;
    private volatile Reading? _machine;

    /// <summary>Makes the instruments.</summary>
    public ServerMetrics(MediaNode media, TimeProvider time)
    {
        (_media, _time) = (media, time);
        _meter.CreateObservableGauge("telemed.rooms", () => _media.Snapshot().Rooms, "{room}", "Rooms that are open.");
        _meter.CreateObservableGauge("telemed.participants", () => _media.Snapshot().Participants, "{participant}", "Participants in rooms.");
        _meter.CreateObservableCounter("telemed.media.packets", Packets, "{packet}", "RTP packets, by direction.");
        Count("telemed.media.datagrams.dropped", "{datagram}", "Datagrams that the kernel did not take.", one => one.DatagramsDropped);
        Count("telemed.media.retransmissions", "{packet}", "Packets sent again when a receiver missed them.", one => one.Retransmissions);
        Count("telemed.media.sent", "By", "Bytes sent.", one => one.BytesOut);
        _meter.CreateObservableCounter(
            "telemed.media.cpu", () => _media.Snapshot().Shards.Sum(one => one.CpuNanoseconds) / 1e9, "s", "Processor time of the media threads.");
        _meter.CreateObservableGauge("telemed.disk.full", () => Machines(one => one.Full), "1", "How full the recordings' disk is, 0 to 1.");
        _meter.CreateObservableGauge("telemed.clock.skew", () => Machines(one => one.Skew), "s", "How far the clock is ahead of the database's.");
        _meter.CreateObservableGauge("telemed.consults.waiting", Waiting, "{consult}", "Consults that wait to be taken, by urgency.");
        _meter.CreateObservableGauge("telemed.consults.oldest", Oldest, "s", "How long the longest of them has waited, by urgency.");
        _meter.CreateObservableGauge("telemed.recordings", Recordings, "{recording}", "Recordings that are not whole, by state.");
        _meter.CreateObservableGauge("telemed.alarms", Alarms, "{alarm}", "Alarms that stand, by kind and severity.");
    }

    /// <summary>The region as the watch saw it last; null while another node looks.</summary>
    public (Observed Seen, IReadOnlyList<AlarmCondition> Conditions)? Region
    {
        set => _region = value is { } known ? new(known.Seen, known.Conditions) : null;
    }

    /// <summary>How full the recordings' disk is, 0 to 1, and how far the clock is ahead, in seconds.</summary>
    public (double Full, double Skew) Machine
    {
        set => _machine = new(value.Full, value.Skew);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Count(string name, string unit, string description, Func<ShardStatistics, long> value) =>
        _meter.CreateObservableCounter(name, () => _media.Snapshot().Shards.Sum(value), unit, description);

    private IEnumerable<Measurement<long>> Packets()
    {
        var seen = _media.Snapshot();
        return [new(seen.PacketsIn, Tag("direction", "in")), new(seen.PacketsOut, Tag("direction", "out"))];
    }

    private IEnumerable<Measurement<double>> Machines(Func<Reading, double> value) =>
        _machine is { } known ? [new(value(known))] : [];

    private IEnumerable<Measurement<int>> Waiting() => _region is not { } region ? [] : Enum.GetValues<Urgency>().Select(
        urgency => new Measurement<int>(
            region.Seen.Waiting.Where(one => one.Urgency == urgency).Sum(one => one.Count), Tag("urgency", $"{urgency}")));

    private IEnumerable<Measurement<double>> Oldest() => _region is not { } region ? [] : Enum.GetValues<Urgency>().Select(
        urgency => new Measurement<double>(
            region.Seen.Waiting.Where(one => one.Urgency == urgency)
                .Select(one => (_time.GetUtcNow() - one.Oldest).TotalSeconds).DefaultIfEmpty(0).Max(),
            Tag("urgency", $"{urgency}")));

    private IEnumerable<Measurement<int>> Recordings() => _region is not { } region ? [] : region.Seen.Recordings
        .CountBy(one => one.Status).Select(one => new Measurement<int>(one.Value, Tag("state", $"{one.Key}")));

    private IEnumerable<Measurement<int>> Alarms() => _region is not { } region ? [] : region.Conditions
        .CountBy(one => (one.Kind, one.Severity))
        .Select(one => new Measurement<int>(one.Value, Tag("kind", $"{one.Key.Kind}"), Tag("severity", $"{one.Key.Severity}")));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, char.ToLowerInvariant(value[0]) + value[1..]);

    private sealed record Looked(Observed Seen, IReadOnlyList<AlarmCondition> Conditions);

    private sealed record Reading(double Full, double Skew);
}
