using System.Net;
using System.Net.Sockets;
using Telemed.Media.Net;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Session;

namespace Telemed.Benchmarks.FanOut;

/// <summary>
/// What a fan-out costs at least: copy, protect and send, on one thread, with nothing decided. The relay's figure is
/// told as a multiple of it, since both share the machine's mood.
/// </summary>
internal sealed class Floor : IDisposable
{
    private readonly UdpSocket _from = UdpSocket.Bind(IPAddress.Loopback, 0);
    private readonly SendQueue _queue;
    private readonly List<(ConnectedPair Pair, SendTarget Target, Socket Socket)> _receivers = [];
    private readonly byte[] _packet = new byte[1200];
    private ushort _sequence;

    public Floor(DtlsCertificate certificate, int receivers)
    {
        _queue = new(_from);
        _packet[0] = 0x80;
        for (var i = 0; i < receivers; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            LoopbackClient.DropAll(socket);
            var target = new SendTarget();
            target.MoveTo(NetworkPath.From((IPEndPoint)socket.LocalEndPoint!), default);
            _receivers.Add((new(certificate), target, socket));
        }
    }

    /// <summary>CPU time of this thread per packet out, in microseconds.</summary>
    public unsafe double Measure(int packets, int burst)
    {
        var start = ThreadCpuClock.Nanoseconds;
        for (var sent = 0; sent < packets; sent += burst)
        {
            for (var i = 0; i < burst; i++)
            {
                SendToAll();
            }

            _queue.Flush();
        }

        return (ThreadCpuClock.Nanoseconds - start) / 1000.0 / packets / _receivers.Count;
    }

    public void Dispose()
    {
        foreach (var (pair, _, socket) in _receivers)
        {
            pair.Dispose();
            socket.Dispose();
        }

        _queue.Dispose();
        _from.Dispose();
    }

    private unsafe void SendToAll()
    {
        _sequence++;
        _packet[2] = (byte)(_sequence >> 8);
        _packet[3] = (byte)_sequence;
        foreach (var (pair, target, _) in _receivers)
        {
            _packet.CopyTo(_queue.Reserve());
            _queue.Commit(target, pair.Relay.ProtectRtp(_queue.Reserved, _packet.Length));
        }
    }
}
