using System.Net;
using System.Net.Sockets;
using Telemed.Media.Net;
using Telemed.Rtc.Session;

namespace Telemed.Media.Tests.Shards;

public sealed class SendQueueTests
{
    [Fact]
    public void Datagrams_arrive_whole_and_in_order_and_equal_ones_travel_together()
    {
        using var from = UdpSocket.Bind(IPAddress.Loopback, 0);
        using var queue = new SendQueue(from);
        using var one = Receiver();
        using var other = Receiver();
        var first = Target(one);
        var second = Target(other);
        int[] sizes = [1200, 1200, 1200, 700, 100, 100, 1200];
        for (var i = 0; i < sizes.Length; i++)
        {
            Queue(queue, first, sizes[i], (byte)i);
            Queue(queue, second, 50, (byte)(100 + i));
        }

        queue.Flush();

        for (var i = 0; i < sizes.Length; i++)
        {
            Assert.Equal((sizes[i], (byte)i), Take(one));
            Assert.Equal((50, (byte)(100 + i)), Take(other));
        }

        Assert.Equal(14, queue.Sent);
        Assert.Equal(0, queue.Dropped);

        // 1200 1200 1200 700 | 100 100 | 1200 to the one, seven times 50 to the other.
        Assert.Equal(4, queue.Messages);
    }

    [Fact]
    public void More_than_fits_is_flushed_in_between()
    {
        using var from = UdpSocket.Bind(IPAddress.Loopback, 0);
        using var queue = new SendQueue(from);
        using var to = Receiver();
        var target = Target(to);
        for (var i = 0; i < 3000; i++)
        {
            Queue(queue, target, 200, (byte)i);
        }

        queue.Flush();

        Assert.Equal(3000, queue.Sent);
        for (var i = 0; i < 3000; i++)
        {
            Assert.Equal((200, (byte)i), Take(to));
        }
    }

    [Fact]
    public void A_datagram_that_cannot_go_does_not_hold_up_the_others()
    {
        using var from = UdpSocket.Bind(IPAddress.Loopback, 0);
        using var queue = new SendQueue(from);
        using var to = Receiver();
        var nowhere = new SendTarget();
        nowhere.MoveTo(NetworkPath.FromIPv4(0xC000_0201, 9), default);
        Queue(queue, nowhere, 100, 1);
        Queue(queue, Target(to), 100, 2);

        queue.Flush();

        Assert.Equal((100, (byte)2), Take(to));
        Assert.Equal(1, queue.Dropped);
    }

    private static void Queue(SendQueue queue, SendTarget target, int size, byte content)
    {
        queue.Reserve()[..size].Fill(content);
        queue.Commit(target, size);
    }

    private static Socket Receiver()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = 5000,
            ReceiveBufferSize = 4 << 20,
        };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static SendTarget Target(Socket socket)
    {
        var target = new SendTarget();
        target.MoveTo(NetworkPath.From((IPEndPoint)socket.LocalEndPoint!), default);
        return target;
    }

    private static (int Length, byte Content) Take(Socket socket)
    {
        var buffer = new byte[2000];
        var length = socket.Receive(buffer);
        Assert.All(buffer[..length], one => Assert.Equal(buffer[0], one));
        return (length, buffer[0]);
    }
}
