using System.Net.Sockets;
using System.Security.Cryptography;
using Telemed.Rtc.Stun;

namespace Telemed.Cli.Doctor;

/// <summary>
/// Whether a server's media port can be reached from where this runs: a check that names nobody is answered with 400 by
/// whoever speaks ICE (RFC 8489, section 9.1.3). To be run on another machine, outside the server's own network.
/// </summary>
internal static class OutsideCheck
{
    /// <summary>Longer than the answer: a server does not answer with more than it was sent.</summary>
    private const int Padding = 64;

    private const int Tries = 5;
    private const StunAttributeType Software = (StunAttributeType)0x8022;
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(1);

    /// <summary>Asks a port a few times, as a datagram may be lost.</summary>
    public static async Task<Finding> RunAsync(string host, int port, CancellationToken stop)
    {
        const string What = "UDP from outside";
        try
        {
            using var client = new UdpClient(host, port);
            for (var tried = 0; tried < Tries; tried++)
            {
                var id = new StunTransactionId((uint)RandomNumberGenerator.GetInt32(int.MaxValue), (ulong)tried);
                await client.SendAsync(Question(id), stop);
                if (await IsAnsweredAsync(client, id, stop))
                {
                    return new Finding(true, What, $"{host}:{port} answers");
                }
            }

            return new Finding(false, What, $"{host}:{port} does not answer: is the server running, the port open to UDP in every firewall "
                + "before it and, behind a NAT, passed on, with the outer address in Telemed:Media:AnnouncedAddresses?");
        }
        catch (SocketException fault)
        {
            return new Finding(false, What, $"{host}:{port}: {fault.Message}: is the server running, and the name right?");
        }
    }

    private static async Task<bool> IsAnsweredAsync(UdpClient client, StunTransactionId id, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Wait);
        try
        {
            while (true)
            {
                var answer = await client.ReceiveAsync(limit.Token);
                if (StunMessage.TryParse(answer.Buffer, out var message)
                    && message.Type == StunMessageType.BindingError && message.TransactionId == id)
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private static byte[] Question(StunTransactionId id)
    {
        Span<byte> buffer = stackalloc byte[StunMessageWriter.RecommendedBuffer];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, id);
        Span<byte> software = stackalloc byte[Padding];
        software.Fill((byte)' ');
        "telemed doctor"u8.CopyTo(software);
        writer.Add(Software, software);
        writer.AddFingerprint();
        return buffer[..writer.Length].ToArray();
    }
}
