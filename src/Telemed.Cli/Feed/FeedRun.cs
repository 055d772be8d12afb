using System.Net;
using System.Net.Sockets;
using Telemed.Cli.Call;
using Telemed.Cli.Load;
using Telemed.Rtc.Rtp;

namespace Telemed.Cli.Feed;

/// <summary>The shell around a <see cref="FeedEngine"/>: the sockets to the relay and from the box. The engine is used under one lock.</summary>
internal sealed class FeedRun : IAsyncDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan KeyFramePause = TimeSpan.FromSeconds(1);

    private readonly LoadServer _server;
    private readonly FeedEngine _engine;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end;
    private readonly TextWriter _log;
    private Socket? _socket;
    private string _session = string.Empty;
    private Task[] _loops = [];

    private FeedRun(LoadServer server, IReadOnlyList<PlainMedia> streams, TextWriter log, CancellationToken stop)
    {
        _server = server;
        _log = log;
        _engine = new(streams, Send);
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    /// <summary>Packets sent to the relay.</summary>
    public long Packets
    {
        get
        {
            lock (_gate)
            {
                return _engine.Packets;
            }
        }
    }

    /// <summary>Publishes streams under a feed; returns when media can flow.</summary>
    /// <param name="server">The server's doors, with the token; taken over.</param>
    /// <param name="room">The room.</param>
    /// <param name="feed">The feed.</param>
    /// <param name="streams">What the box has.</param>
    /// <param name="log">Notes for people.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="CliException">Refused, or no connection.</exception>
    public static async Task<FeedRun> StartAsync(
        LoadServer server, string room, string feed, IReadOnlyList<PlainMedia> streams, TextWriter log, CancellationToken stop)
    {
        var run = new FeedRun(server, streams, log, stop);
        try
        {
            (var answer, run._session) = await server.OpenAsync(
                $"/whip/{Uri.EscapeDataString(room)}/{Uri.EscapeDataString(feed)}", run._engine.Offer, stop);
            var path = run._engine.Accept(answer).ToEndPoint();
            run._socket = new Socket(path.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await run._socket.ConnectAsync(path, stop);
            run._loops = [run.ReceiveAsync(run._socket), run.TickAsync()];
            while (!run._engine.IsConnected)
            {
                if (run._engine.IsOver) throw new CliException("no connection to the relay could be made");
                await Task.Delay(Tick, stop);
            }

            await log.WriteLineAsync($"publishing {feed} in {room}: {string.Join(", ", streams.Where(one => one.IsUsable).Select(one => one.Codec))}");
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Passes on what comes to local UDP ports, until it is ended.</summary>
    /// <param name="video">The port of the picture; null for none. RTCP is taken at the next port.</param>
    /// <param name="audio">The port of the sound; null for none.</param>
    /// <param name="address">The local address to listen on.</param>
    public Task ListenAsync(int? video, int? audio, IPAddress address) => Task.WhenAll(
        new[] { (Port: video, IsVideo: true), (Port: audio, IsVideo: false) }.Where(one => one.Port is not null)
            .SelectMany(one => (Task[])[ListenAsync(new(address, one.Port!.Value)), ListenToReportsAsync(new(address, one.Port.Value + 1), one.IsVideo)]));

    /// <summary>Plays from an RTSP box, until it or we end.</summary>
    public async Task PlayAsync(RtspClient box)
    {
        Ssrc ofBox = default;
        var (asked, askedAt) = (0, DateTime.MinValue);
        await box.PlayAsync(
            (channel, packet) =>
            {
                lock (_gate)
                {
                    var stream = channel / 2 < box.Streams.Count ? box.Streams[channel / 2] : null;
                    if (stream is null) return;
                    if (channel % 2 == 1)
                    {
                        _engine.ForwardReport(stream.IsVideo, packet.Span);
                        return;
                    }

                    if (stream.IsVideo && packet.Length >= RtpPacket.FixedHeaderLength) ofBox = RtpHeader.GetSsrc(packet.Span);
                    _engine.Forward(packet.Span);
                    if (stream.IsVideo && _engine.KeyFrameRequests > asked && DateTime.UtcNow - askedAt > KeyFramePause)
                    {
                        (asked, askedAt) = (_engine.KeyFrameRequests, DateTime.UtcNow);
                        Span<byte> request = stackalloc byte[64];
                        box.SendRtcp(channel + 1, request[.._engine.WriteKeyFrameRequest(request, ofBox)]);
                    }
                }
            },
            _end.Token);
        await _log.WriteLineAsync("the box has ended");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_socket is { Connected: true }) _engine.Close(MonotonicClock.Now);
        }

        await _end.CancelAsync();
        await Task.WhenAll(_loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_session.Length > 0) await _server.EndAsync(_session, CancellationToken.None);
        _socket?.Dispose();
        _engine.Dispose();
        _server.Dispose();
        _end.Dispose();
    }

    private async Task ReceiveAsync(Socket socket)
    {
        var buffer = new byte[2048];
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var length = await socket.ReceiveAsync(buffer, _end.Token);
                lock (_gate) _engine.Receive(MonotonicClock.Now, buffer.AsSpan(0, length));
            }
            catch (SocketException)
            {
                // Nobody listens there (any more): silence will tell the transport.
            }
        }
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(Tick);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            lock (_gate)
            {
                _engine.Advance(MonotonicClock.Now);
                if (_engine.IsOver) _end.Cancel();
            }
        }
    }

    private async Task ListenAsync(IPEndPoint place)
    {
        using var socket = Bind(place);
        var buffer = new byte[2048];
        while (!_end.IsCancellationRequested)
        {
            var length = await socket.ReceiveAsync(buffer, _end.Token);
            lock (_gate) _engine.Forward(buffer.AsSpan(0, length));
        }
    }

    private async Task ListenToReportsAsync(IPEndPoint place, bool isVideo)
    {
        using var socket = Bind(place);
        var buffer = new byte[2048];
        while (!_end.IsCancellationRequested)
        {
            var length = await socket.ReceiveAsync(buffer, _end.Token);
            lock (_gate) _engine.ForwardReport(isVideo, buffer.AsSpan(0, length));
        }
    }

    private static Socket Bind(IPEndPoint place)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        try
        {
            socket.Bind(place);
            return socket;
        }
        catch (SocketException taken)
        {
            socket.Dispose();
            throw new CliException($"UDP port {place.Port} cannot be used: {taken.Message}");
        }
    }

    private void Send(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket?.Send(datagram);
        }
        catch (SocketException)
        {
            // As at Receive; also a full buffer, which is loss like any other.
        }
    }
}
