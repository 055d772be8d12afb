using System.Net;
using System.Net.Sockets;

namespace Telemed.Cli.Doctor;

/// <summary>Whether a connection goes round on the loopback: media falls back to TCP where UDP is blocked.</summary>
internal static class TcpCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>Connects to itself and sends one byte each way.</summary>
    public static async Task<Finding> RunAsync(CancellationToken stop)
    {
        const string What = "TCP";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        try
        {
            using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen();
            using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await client.ConnectAsync(listener.LocalEndPoint!, limit.Token);
            using var server = await listener.AcceptAsync(limit.Token);
            var there = new byte[] { 1 };
            await client.SendAsync(there, limit.Token);
            await server.ReceiveAsync(there, limit.Token);
            await server.SendAsync(there, limit.Token);
            return await client.ReceiveAsync(there, limit.Token) == 1
                ? new Finding(true, What, "a connection goes round on the loopback")
                : new Finding(false, What, "a connection to the loopback was closed: look at the firewall");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Finding(false, What, "connections to the loopback are not accepted: look at the firewall");
        }
        catch (SocketException fault)
        {
            return new Finding(false, What, fault.Message);
        }
    }
}
