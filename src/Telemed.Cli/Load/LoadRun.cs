using System.Diagnostics;
using Telemed.Cli.Call;
using Telemed.Rtc.Dtls;

namespace Telemed.Cli.Load;

/// <summary>Runs a plan: joins everybody, lets media flow, measures, and leaves.</summary>
internal sealed class LoadRun : IAsyncDisposable
{
    private const int MostMeasured = 16;
    private static readonly TimeSpan FirstPacketWithin = TimeSpan.FromSeconds(15);

    private readonly LoadPlan _plan;
    private readonly TextWriter _log;
    private readonly LoadServer _server;
    private readonly DtlsCertificate _certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
    private readonly LoadLoop _loop = new();
    private readonly List<LoadPublisher> _publishers = [];
    private readonly List<LoadViewer> _viewers = [];
    private readonly DelayHistogram _joins = new();
    private readonly string _name = $"load{Random.Shared.Next(1 << 30):x}";
    private int _failed;
    private int _reopened;
    private string _firstFailure = string.Empty;

    /// <summary>Prepares a run; notes for people go to <paramref name="log"/>.</summary>
    public LoadRun(LoadPlan plan, TextWriter log)
    {
        _plan = plan;
        _log = log;
        _server = new(plan.Server);
    }

    /// <summary>Runs it.</summary>
    /// <exception cref="CliException">The server cannot be reached, or has load rooms off.</exception>
    public async Task<LoadReport> RunAsync(CancellationToken stop)
    {
        _server.Use(_plan.Token ?? await _server.TokenAsync("*", "any", stop));
        var before = await _server.UsageAsync(stop);
        await JoinAllAsync(stop);
        await Task.Delay(_plan.WarmUp, stop);
        await _loop.DoAsync(_ => Begin());
        var (begin, watch) = (await _server.UsageAsync(stop), Stopwatch.StartNew());
        await FlowAsync(stop);
        var end = await _server.UsageAsync(stop);
        var seconds = watch.Elapsed.TotalSeconds;
        return await _loop.DoAsync(_ => Report(before, begin, end, seconds));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var all = _publishers.Concat<LoadPeer>(_viewers).ToList();
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (peer, stop) =>
        {
            await _server.EndAsync(peer.Session, stop);
            await _loop.RemoveAsync(peer);
        });
        _loop.Dispose();
        _server.Dispose();
        _certificate.Dispose();
    }

    private async Task JoinAllAsync(CancellationToken stop)
    {
        for (var room = 0; room < _plan.Rooms; room++)
        {
            for (var feed = 0; feed < _plan.Publishers; feed++)
            {
                var publisher = new LoadPublisher(_certificate, _plan, (room * 1009) + feed);
                if (await JoinAsync(publisher, $"/whip/{RoomName(room)}/feed{feed}", stop)) _publishers.Add(publisher);
            }
        }

        await UntilAsync(() => _publishers.All(one => one.IsConnected || one.HasFailed), stop);
        await _log.WriteLineAsync($"{_publishers.Count} publishers are in");
        var joins = new List<Task>();
        var clock = Stopwatch.StartNew();
        foreach (var (room, index) in Places())
        {
            joins.Add(JoinViewerAsync(room, index, stop));
            if (_plan.JoinRate > 0)
            {
                var wait = TimeSpan.FromSeconds((double)joins.Count / _plan.JoinRate) - clock.Elapsed;
                if (wait > TimeSpan.Zero) await Task.Delay(wait, stop);
            }
        }

        await Task.WhenAll(joins);
        await UntilAsync(() => _viewers.All(one => one.JoinedAfter is not null || one.HasFailed), stop);
        foreach (var viewer in _viewers)
        {
            if (viewer.JoinedAfter is { } time) _joins.Add((long)time.TotalNanoseconds);
            else Fail("no media came");
        }

        await _log.WriteLineAsync($"{_viewers.Count} viewers are in; {_failed} participants failed");
    }

    private IEnumerable<(int Room, int Index)> Places() =>
        from index in Enumerable.Range(0, _plan.Viewers) from room in Enumerable.Range(0, _plan.Rooms) select (room, index);

    private async Task JoinViewerAsync(int room, int index, CancellationToken stop)
    {
        // Spread over the fan-out, as its first and its last packets differ in delay.
        var every = Math.Max(1, _plan.Rooms * _plan.Viewers / MostMeasured);
        var viewer = new LoadViewer(_certificate, _plan, ((index * _plan.Rooms) + room) % every == 0, _loop.Delays);
        if (await JoinAsync(viewer, $"/whep/{RoomName(room)}/feed{index % _plan.Publishers}", stop))
        {
            lock (_viewers)
            {
                _viewers.Add(viewer);
            }
        }
    }

    private async Task<bool> JoinAsync(LoadPeer peer, string path, CancellationToken stop)
    {
        var offer = peer.Offer();
        peer.Began = MonotonicClock.Now;
        try
        {
            (var answer, peer.Session) = await _server.OpenAsync(path, offer, stop);
            peer.Accept(answer);
            await _loop.AddAsync(peer);
            return true;
        }
        catch (CliException refused)
        {
            Fail(refused.Message);
            peer.Dispose();
            return false;
        }
    }

    private async Task FlowAsync(CancellationToken stop)
    {
        if (_plan.ReopenEvery == TimeSpan.Zero)
        {
            await Task.Delay(_plan.Time, stop);
            return;
        }

        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < _plan.Time)
        {
            await Task.Delay(_plan.ReopenEvery, stop);
            await ReopenAsync(stop);
        }

        await _log.WriteLineAsync($"{_reopened} rooms were closed and opened");
    }

    /// <summary>A room closes, and another opens in its place with as many people.</summary>
    private async Task ReopenAsync(CancellationToken stop)
    {
        var publisher = _publishers[0];
        var room = publisher.Session.Split('/')[2];
        var leaving = _publishers.Concat<LoadPeer>(_viewers).Where(one => one.Session.Split('/')[2] == room).ToList();
        foreach (var peer in leaving)
        {
            await _server.EndAsync(peer.Session, stop);
            await _loop.RemoveAsync(peer);
        }

        _publishers.RemoveAll(leaving.Contains);
        _viewers.RemoveAll(leaving.Contains);
        var next = _plan.Rooms + _reopened++;
        for (var feed = 0; feed < _plan.Publishers; feed++)
        {
            var one = new LoadPublisher(_certificate, _plan, next);
            if (await JoinAsync(one, $"/whip/{RoomName(next)}/feed{feed}", stop)) _publishers.Add(one);
        }

        for (var index = 0; index < _plan.Viewers; index++)
        {
            await JoinViewerAsync(next, index, stop);
        }
    }

    private bool Begin()
    {
        _loop.Delays.Clear();
        _viewers.ForEach(viewer => viewer.Begin());
        return true;
    }

    private LoadReport Report(LoadUsage before, LoadUsage begin, LoadUsage end, double seconds)
    {
        var received = _viewers.Sum(viewer => viewer.Received);
        var expected = _viewers.Sum(viewer => viewer.Expected);
        var sent = Math.Max(1, end.PacketsOut - begin.PacketsOut);
        var people = Math.Max(1, end.Participants - before.Participants);
        return new()
        {
            Participants = _publishers.Count + _viewers.Count,
            Failed = _failed,
            FirstFailure = _firstFailure,
            Seconds = Math.Round(seconds, 2),
            PacketsInPerSecond = Math.Round((end.PacketsIn - begin.PacketsIn) / seconds),
            PacketsOutPerSecond = Math.Round((end.PacketsOut - begin.PacketsOut) / seconds),
            PacketsReceivedPerSecond = Math.Round(received / seconds),
            LossPercent = expected == 0 ? 100 : Math.Round(Math.Max(0, expected - received) * 100.0 / expected, 4),
            Broken = _viewers.Sum(viewer => viewer.Broken),
            Decrypted = _viewers.Sum(viewer => viewer.Decrypted),
            DelayMs = LoadTimes.Of(_loop.Delays),
            JoinMs = LoadTimes.Of(_joins),
            CpuPerPacketUs = Math.Round((end.CpuNs - begin.CpuNs) / 1e3 / sent, 3),
            ShardCpuPerPacketUs = Math.Round((end.ShardCpuNs - begin.ShardCpuNs) / 1e3 / sent, 3),
            Processors = Math.Round((end.CpuNs - begin.CpuNs) / 1e9 / seconds, 3),
            AllocatedPerPacket = Math.Round((end.MediaAllocatedBytes - begin.MediaAllocatedBytes) / (double)sent, 4),
            ResidentBeforeKb = Math.Round(before.ResidentBytes / 1e3),
            ResidentKb = Math.Round(end.ResidentBytes / 1e3),
            PerParticipantKb = Math.Round((end.ResidentBytes - before.ResidentBytes) / 1e3 / people, 1),
            Handles = end.Handles,
            Collections = end.Collections - begin.Collections,
        };
    }

    private string RoomName(int room) => $"{_name}-{room}";

    private void Fail(string why)
    {
        Interlocked.Increment(ref _failed);
        Interlocked.CompareExchange(ref _firstFailure, why, string.Empty);
    }

    private async Task UntilAsync(Func<bool> holds, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < FirstPacketWithin && !await _loop.DoAsync(_ => holds()))
        {
            await Task.Delay(5, stop);
        }
    }
}
