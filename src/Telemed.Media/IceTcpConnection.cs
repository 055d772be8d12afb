using System.Net.Sockets;
using Telemed.Media.Net;
using Telemed.Media.Shards;
using Telemed.Rtc.Session;

namespace Telemed.Media;

/// <summary>
/// An ICE-TCP connection between whoever accepted and reads it and the shard that carries its peer. The first frame, a
/// check, tells the shard. One thread at a time hands in bytes; the other members may be called from any.
/// </summary>
public sealed class IceTcpConnection : IDisposable
{
    private readonly FrameAssembler _frames = new(ReceiveBatch.SlotSize);
    private readonly FindShard _find;
    private readonly Socket _socket;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TcpLink? _link;

    internal IceTcpConnection(Socket socket, FindShard find)
    {
        _socket = socket;
        _find = find;
    }

    internal delegate Shard? FindShard(ReadOnlySpan<byte> firstFrame);

    /// <summary>Whether a peer has proven that the connection is its own.</summary>
    public bool IsProven => _link?.IsProven == true;

    /// <summary>Completes when the connection is of no more use: close the socket.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Takes received bytes, in any pieces.</summary>
    public void Receive(ReadOnlySpan<byte> bytes)
    {
        while (!Ended.IsCompleted && _frames.TryTake(ref bytes, out var frame))
        {
            if (frame.IsEmpty)
            {
                continue;
            }

            if (_link is null && !TryBegin(frame))
            {
                break;
            }

            _link!.Receive(frame);
        }

        if (_frames.IsBroken)
        {
            End();
        }
    }

    /// <summary>Ends it; the peer goes on by another path, if it has one.</summary>
    public void Dispose() => End();

    private bool TryBegin(ReadOnlySpan<byte> frame)
    {
        if (_find(frame) is not { } shard)
        {
            End();
            return false;
        }

        _link = new(_socket, shard.Announce, _ended);
        return true;
    }

    private void End()
    {
        _ended.TrySetResult();
        _link?.Close();
    }
}
