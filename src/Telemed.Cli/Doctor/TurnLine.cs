using System.Buffers.Binary;
using System.Net.Security;
using System.Net.Sockets;

namespace Telemed.Cli.Doctor;

/// <summary>Carries STUN messages to a TURN server and back, by UDP, TCP or TLS.</summary>
internal sealed class TurnLine : IAsyncDisposable
{
    private const int Header = 20;
    private const int Largest = 1500;
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Socket _socket;
    private Stream? _stream;

    private TurnLine(Socket socket) => _socket = socket;

    /// <summary>Opens the way.</summary>
    /// <exception cref="SocketException">The server cannot be reached.</exception>
    /// <exception cref="System.Security.Authentication.AuthenticationException">Its certificate is not good.</exception>
    public static async Task<TurnLine> OpenAsync(TurnAddress address, CancellationToken stop)
    {
        var line = new TurnLine(address.ByTcp
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(SocketType.Dgram, ProtocolType.Udp));
        try
        {
            await line._socket.ConnectAsync(address.Host, address.Port, stop);
            if (address.ByTcp) line._stream = new NetworkStream(line._socket, ownsSocket: false);
            if (address.ByTls)
            {
                var secure = new SslStream(line._stream!);
                line._stream = secure;
                await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, stop);
            }

            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a message, by UDP again and again, until an answer comes.</summary>
    public async Task<byte[]> AskAsync(ReadOnlyMemory<byte> message, CancellationToken stop)
    {
        if (_stream is { } stream)
        {
            await stream.WriteAsync(message, stop);
            var answer = new byte[Largest];
            await stream.ReadExactlyAsync(answer.AsMemory(0, Header), stop);
            var length = Math.Min((int)BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(2)), Largest - Header);
            await stream.ReadExactlyAsync(answer.AsMemory(Header, length), stop);
            return answer[..(Header + length)];
        }

        var buffer = new byte[Largest];
        while (true)
        {
            await _socket.SendAsync(message, stop);
            using var turn = CancellationTokenSource.CreateLinkedTokenSource(stop);
            turn.CancelAfter(AskAgainAfter);
            try
            {
                return buffer[..await _socket.ReceiveAsync(buffer, turn.Token)];
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // Lost on the way there or back.
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_stream is not null) await _stream.DisposeAsync();
        _socket.Dispose();
    }
}
