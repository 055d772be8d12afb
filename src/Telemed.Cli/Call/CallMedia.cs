using System.Net;
using System.Net.Sockets;
using Telemed.Cli.Clips;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Call;

/// <summary>
/// The shell around a <see cref="CallEngine"/>: one UDP socket and one thread. Start it, read
/// <see cref="Statistics"/> from any thread, dispose it to hang up.
/// </summary>
internal sealed class CallMedia : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(20);

    private readonly Socket _socket;
    private readonly CallEngine _engine;
    private readonly NetworkPath _peer;
    private readonly Thread _thread;
    private volatile bool _stop;
    private volatile CallStatistics _statistics = new();

    private CallMedia(Socket socket, PeerTransport transport, Clip clip, OutgoingFormat audio, OutgoingFormat video)
    {
        _socket = socket;
        _peer = NetworkPath.From((IPEndPoint)socket.RemoteEndPoint!);
        _engine = new CallEngine(transport, clip, audio, video, MonotonicClock.Now, DateTimeOffset.UtcNow, Send);
        _thread = new Thread(Run) { Name = "call media", IsBackground = true };
    }

    /// <summary>The latest counts, not older than 100 ms while the call lasts.</summary>
    public CallStatistics Statistics => _statistics;

    /// <summary>Starts to send a clip over a transport, which it takes over.</summary>
    /// <param name="transport">A controlling one that knows its peer and the peer's candidate.</param>
    /// <param name="peer">That candidate.</param>
    /// <param name="clip">What to send.</param>
    /// <param name="audio">The audio stream as offered.</param>
    /// <param name="video">The video stream as offered.</param>
    public static CallMedia Start(PeerTransport transport, IPEndPoint peer, Clip clip, OutgoingFormat audio, OutgoingFormat video)
    {
        // Two key frames at once are more than the default buffer holds while this thread waits for a processor.
        var socket = new Socket(peer.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 1 << 20 };
        // Connected: what comes from elsewhere is not for us.
        socket.Connect(peer);
        var media = new CallMedia(socket, transport, clip, audio, video);
        media._thread.Start();
        return media;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop = true;
        _thread.Join();
        _socket.Dispose();
        _engine.Dispose();
    }

    private void Run()
    {
        var buffer = GC.AllocateArray<byte>(2048, pinned: true);
        var snapshotAt = MonotonicClock.Now;
        while (!_stop)
        {
            var now = MonotonicClock.Now;
            _engine.Advance(now);
            if (snapshotAt <= now)
            {
                _statistics = _engine.Statistics;
                snapshotAt = now + TimeSpan.FromMilliseconds(100);
            }

            Receive(buffer, WaitUntil(_engine.NextDeadline, now));
        }

        _engine.Close(MonotonicClock.Now);
        _statistics = _engine.Statistics;
    }

    private static TimeSpan WaitUntil(MonotonicTime deadline, MonotonicTime now)
    {
        if (deadline <= now) return TimeSpan.Zero;
        return deadline > now + LongestWait ? LongestWait : deadline - now;
    }

    private void Receive(byte[] buffer, TimeSpan wait)
    {
        try
        {
            if (!_socket.Poll(wait, SelectMode.SelectRead)) return;
            for (var more = 64; more > 0 && _socket.Available > 0; more--)
            {
                var length = _socket.Receive(buffer);
                _engine.Receive(MonotonicClock.Now, _peer, buffer.AsSpan(0, length));
            }
        }
        catch (SocketException)
        {
            // The peer's host says that nobody listens there (any more): silence will tell the transport.
        }
    }

    private void Send(ReadOnlySpan<byte> datagram)
    {
        try
        {
            _socket.Send(datagram);
        }
        catch (SocketException)
        {
            // As above; also a full send buffer, which is loss like any other.
        }
    }
}
