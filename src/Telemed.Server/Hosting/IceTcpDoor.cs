using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Telemed.Media;

namespace Telemed.Server.Hosting;

/// <summary>
/// Stands before TLS and HTTP on every port and tells media connections (ICE-TCP) from the rest by their first bytes: a
/// framed STUN message begins with a byte below 0x14 (RFC 4571, RFC 8489 section 5), a TLS record with 0x16, an HTTP
/// request with a letter. Any thread.
/// </summary>
internal sealed class IceTcpDoor(Func<MediaNode> media, ILogger<IceTcpDoor> logger)
{
    /// <summary>A whole hospital may be behind one address, and browsers open connections ahead of need.</summary>
    private const int SilentPerAddress = 256;

    /// <summary>The first byte of the least length that a TLS record or an HTTP request can begin with.</summary>
    private const byte FirstOther = 0x14;

    /// <summary>A frame's length, then STUN's type, length and magic cookie.</summary>
    private const int Tell = 10;
    private const uint MagicCookie = 0x2112_A442;
    private const ushort BindingRequest = 1;

    private static readonly TimeSpan SilenceLimit = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<IPAddress, int> _silent = new();

    /// <summary>Puts the door before everything else on all ports.</summary>
    public static void Open(KestrelServerOptions kestrel)
    {
        var services = kestrel.ApplicationServices;
        var door = new IceTcpDoor(
            services.GetRequiredService<MediaNode>, services.GetRequiredService<ILogger<IceTcpDoor>>());
        kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => context => door.TakeAsync(context, next)));
    }

    private async Task TakeAsync(ConnectionContext context, ConnectionDelegate next)
    {
        var address = (context.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (_silent.AddOrUpdate(address, 1, static (_, count) => count + 1) > SilentPerAddress)
        {
            logger.TooManySilent();
            Forget(address);
            context.Abort();
            return;
        }

        bool? isMedia;
        try
        {
            isMedia = await TellAsync(context.Transport.Input);
        }
        finally
        {
            Forget(address);
        }

        if (isMedia == true && context.Features.Get<IConnectionSocketFeature>() is { } feature)
        {
            await CarryAsync(context, feature);
        }
        else if (isMedia == false)
        {
            await next(context);
        }
        else
        {
            context.Abort();
        }
    }

    /// <summary>Whether the connection is media; null when it said nothing, or too little, in time.</summary>
    private static async Task<bool?> TellAsync(PipeReader input)
    {
        using var limit = new CancellationTokenSource(SilenceLimit);
        try
        {
            while (true)
            {
                var result = await input.ReadAsync(limit.Token);
                var told = Judge(result.Buffer);
                if (told is not null || result.IsCompleted)
                {
                    // The next reader wants to see the same bytes at once: nothing of them may count as examined.
                    input.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
                    return told;
                }

                input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            return null;
        }
    }

    private static bool? Judge(ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        if (bytes.FirstSpan[0] >= FirstOther)
        {
            return false;
        }

        if (bytes.Length < Tell)
        {
            return null;
        }

        Span<byte> head = stackalloc byte[Tell];
        bytes.Slice(0, Tell).CopyTo(head);
        return BinaryPrimitives.ReadUInt16BigEndian(head[2..]) == BindingRequest
            && BinaryPrimitives.ReadUInt32BigEndian(head[6..]) == MagicCookie;
    }

    /// <summary>Carries a media connection to its end; Kestrel closes the socket when this returns.</summary>
    private async Task CarryAsync(ConnectionContext context, IConnectionSocketFeature feature)
    {
        var input = context.Transport.Input;
        using var connection = media().AcceptConnection(feature.Socket);
        using var proof = new Timer(
            _ => { if (!connection.IsProven) { connection.Dispose(); } }, null, SilenceLimit, Timeout.InfiniteTimeSpan);
        _ = connection.Ended.ContinueWith(
            _ => input.CancelPendingRead(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            while (!connection.Ended.IsCompleted)
            {
                var result = await input.ReadAsync();
                foreach (var piece in result.Buffer)
                {
                    connection.Receive(piece.Span);
                }

                input.AdvanceTo(result.Buffer.End);
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception gone) when (gone is IOException or ConnectionAbortedException)
        {
            // The peer's network is gone; it comes back on another connection.
        }
        finally
        {
            context.Abort();
        }
    }

    private void Forget(IPAddress address)
    {
        while (_silent.TryGetValue(address, out var count))
        {
            if (count > 1 ? _silent.TryUpdate(address, count - 1, count)
                : _silent.TryRemove(new KeyValuePair<IPAddress, int>(address, count)))
            {
                return;
            }
        }
    }
}
