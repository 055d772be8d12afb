using System.Net;
using System.Net.Sockets;

namespace Telemed.Cli.Doctor;

/// <summary>Whether datagrams go round on the loopback, and how large the sockets' buffers may be.</summary>
internal static class UdpCheck
{
    private const int Datagrams = 100;
    private const int Length = 1200;
    private const int WantedBuffer = 4 << 20;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Sends some datagrams to itself and counts them.</summary>
    public static async Task<Finding> RunAsync(CancellationToken stop)
    {
        const string What = "UDP";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        try
        {
            using var receiver = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = WantedBuffer };
            receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            using var sender = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            await sender.ConnectAsync(receiver.LocalEndPoint!, limit.Token);
            var datagram = new byte[Length];
            for (var sent = 0; sent < Datagrams; sent++) await sender.SendAsync(datagram, limit.Token);
            for (var received = 0; received < Datagrams; received++) await receiver.ReceiveAsync(datagram, limit.Token);
            return new Finding(true, What, $"{Datagrams} of {Datagrams} datagrams came back, receive buffer {receiver.ReceiveBufferSize / 1024} KiB");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Finding(false, What, "datagrams to the loopback are lost: look at the firewall");
        }
        catch (SocketException fault)
        {
            return new Finding(false, What, fault.Message);
        }
    }
}
