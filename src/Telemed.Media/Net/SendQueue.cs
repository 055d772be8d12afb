using System.Runtime.InteropServices;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Media.Net;

/// <summary>
/// Collects outgoing datagrams in native slots, one chain per receiver, and hands them to the kernel with as few calls
/// and messages as possible: runs of equal size to one receiver become one segmented message (UDP_SEGMENT), the rest
/// goes by <c>sendmmsg</c>. What the kernel does not take at once is dropped and counted; media does not wait. One
/// thread uses it.
/// </summary>
internal sealed unsafe class SendQueue : IDisposable
{
    /// <summary>The size of a slot: what fits a slot of <see cref="ReceiveBatch"/>, and what a retransmission and its
    /// encryption add.</summary>
    public const int SlotSize = 1600;

    /// <summary>Slots until the queue must be flushed. Enough for fan-out 50 of a batch's worth of one video frame.</summary>
    private const int SlotCount = 1024;
    private const int MessageCount = 64;

    /// <summary>The kernel's own limits: UDP_MAX_SEGMENTS, and one IP packet's worth of bytes.</summary>
    private const int MaximumSegments = 64;
    private const int MaximumSegmentedBytes = 65_000;

    private readonly UdpSocket _socket;
    private readonly byte* _slots;
    private readonly byte* _controls;
    private readonly SocketName* _names;
    private readonly IoVector* _vectors;
    private readonly MultiMessage* _messages;
    private readonly ushort[] _lengths = new ushort[SlotCount];
    private readonly short[] _next = new short[SlotCount];
    private readonly SendTarget[] _waiting = new SendTarget[SlotCount];
    private readonly SendTarget[] _loose = new SendTarget[SlotCount];
    private readonly int[] _segments = new int[MessageCount];
    private int _used;
    private int _waitingCount;
    private int _looseCount;
    private int _messageCount;
    private int _vectorCount;
    private bool _canSegment;
    private bool _disposed;

    /// <summary>Takes the memory; the socket stays the caller's.</summary>
    public SendQueue(UdpSocket socket)
    {
        _socket = socket;
        _canSegment = socket.CanSegment;
        _slots = (byte*)NativeMemory.AlignedAlloc(SlotCount * SlotSize, 64);
        _controls = (byte*)NativeMemory.AllocZeroed(MessageCount, ControlMessage.BufferSize);
        _names = (SocketName*)NativeMemory.AllocZeroed(MessageCount, (nuint)sizeof(SocketName));
        _vectors = (IoVector*)NativeMemory.AllocZeroed(SlotCount, (nuint)sizeof(IoVector));
        _messages = (MultiMessage*)NativeMemory.AllocZeroed(MessageCount, (nuint)sizeof(MultiMessage));
        for (var i = 0; i < MessageCount; i++)
        {
            _messages[i].Name = _names + i;
            _messages[i].NameLength = SocketName.SizeOf(socket.IsIPv6);
            _messages[i].Control = _controls + (i * ControlMessage.BufferSize);
        }

        for (var i = 0; i < SlotCount; i++)
        {
            _loose[i] = new SendTarget();
        }
    }

    /// <summary>The present instant, as the shard's turn has it: what waits for a connection grows old.</summary>
    public MonotonicTime Now { get; set; }

    /// <summary>Datagrams that the kernel took.</summary>
    public long Sent { get; private set; }

    /// <summary>Bytes in these datagrams.</summary>
    public long SentBytes { get; private set; }

    /// <summary>Datagrams that the kernel did not take.</summary>
    public long Dropped { get; private set; }

    /// <summary>Messages handed over; fewer than <see cref="Sent"/> by what segmenting saved.</summary>
    public long Messages { get; private set; }

    /// <summary>The slot to write the next datagram into; flushes when all are in use.</summary>
    public Span<byte> Reserve()
    {
        if (_used == SlotCount)
        {
            Flush();
        }

        return new(_slots + (_used * SlotSize), SlotSize);
    }

    /// <summary>The first byte of the slot that <see cref="Reserve"/> gave last.</summary>
    public byte* Reserved => _slots + (_used * SlotSize);

    /// <summary>Queues the reserved slot's first bytes for a receiver.</summary>
    public void Commit(SendTarget target, int length)
    {
        var slot = _used++;
        _lengths[slot] = (ushort)length;
        _next[slot] = -1;
        if (target.Head < 0)
        {
            target.Head = slot;
            _waiting[_waitingCount++] = target;
        }
        else
        {
            _next[target.Tail] = (short)slot;
        }

        target.Tail = slot;
    }

    /// <summary>Queues the reserved slot's first bytes for an address that is no receiver's (yet).</summary>
    public void Commit(in NetworkPath path, LocalAddress local, TcpLink? link, int length)
    {
        var target = _loose[_looseCount++];
        target.MoveTo(path, local, link);
        Commit(target, length);
    }

    /// <summary>Hands everything to the kernel, or to the receivers' connections; afterwards all slots are free.</summary>
    public void Flush()
    {
        for (var i = 0; i < _waitingCount; i++)
        {
            var target = _waiting[i];
            for (var slot = target.Head; slot >= 0;)
            {
                slot = target.Path.Protocol == NetworkProtocol.Tcp ? AddFrame(target, slot) : AddMessage(target, slot);
            }

            target.Link?.Flush(Now);

            target.Head = -1;
            _waiting[i] = null!;
        }

        Send();
        _waitingCount = 0;
        _looseCount = 0;
        _used = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        NativeMemory.AlignedFree(_slots);
        NativeMemory.Free(_controls);
        NativeMemory.Free(_names);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_messages);
    }

    /// <summary>Hands one datagram to the receiver's connection.</summary>
    /// <returns>The next slot of the chain, or -1.</returns>
    private int AddFrame(SendTarget target, int slot)
    {
        target.Link?.Add(Now, new(_slots + (slot * SlotSize), _lengths[slot]), target.AudioTypes);
        return _next[slot];
    }

    /// <summary>Makes one message of the longest run that may travel together.</summary>
    /// <returns>The next slot of the chain, or -1.</returns>
    private int AddMessage(SendTarget target, int slot)
    {
        if (_messageCount == MessageCount)
        {
            Send();
        }

        var first = _vectorCount;
        var size = _lengths[slot];
        var bytes = 0;
        int length;
        do
        {
            length = _lengths[slot];
            _vectors[_vectorCount].Base = _slots + (slot * SlotSize);
            _vectors[_vectorCount++].Length = (nuint)length;
            bytes += length;
            slot = _next[slot];
        }
        while (_canSegment && slot >= 0 && length == size && _lengths[slot] <= size
            && bytes + _lengths[slot] <= MaximumSegmentedBytes && _vectorCount - first < MaximumSegments);

        Complete(target, first, size);
        return slot;
    }

    private void Complete(SendTarget target, int first, ushort size)
    {
        var count = _vectorCount - first;
        ref var message = ref _messages[_messageCount];
        _names[_messageCount] = SocketName.From(target.Path, _socket.IsIPv6);
        message.Vectors = _vectors + first;
        message.VectorCount = (nuint)count;
        var control = 0;
        if (count > 1)
        {
            control = ControlMessage.WriteSegmentSize(message.Control, size);
        }

        if (!target.Local.IsAny)
        {
            control += ControlMessage.WriteLocalAddress(message.Control + control, target.Local, _socket.IsIPv6);
        }

        message.ControlLength = (nuint)control;
        _segments[_messageCount++] = count;
    }

    private void Send()
    {
        var done = 0;
        while (done < _messageCount)
        {
            var taken = Libc.SendMessages(
                _socket.Fd, _messages + done, (uint)(_messageCount - done), Libc.MessageDontWait);
            if (taken > 0)
            {
                Count(done, taken);
                done += taken;
                continue;
            }

            var error = Marshal.GetLastSystemError();
            switch (error)
            {
                case Libc.ErrorInterrupted:
                    break;
                case Libc.ErrorAgain or Libc.ErrorNoBuffers:
                    DropFrom(done, _messageCount - done);
                    done = _messageCount;
                    break;
                default:
                    // This one message cannot go (no route, too long for the device's offload); the others may.
                    done = Skip(done, error);
                    break;
            }
        }

        _messageCount = 0;
        _vectorCount = 0;
    }

    /// <summary>
    /// Drops the message that the kernel refused. If it refused the segmenting (a device without checksum offload, an
    /// old driver), each datagram travels alone from now on.
    /// </summary>
    private int Skip(int index, int error)
    {
        if (_segments[index] > 1 && error is (Libc.ErrorIo or Libc.ErrorInvalid or Libc.ErrorNotSupported))
        {
            _canSegment = false;
        }

        DropFrom(index, 1);
        return index + 1;
    }

    private void DropFrom(int index, int count)
    {
        for (var i = index; i < index + count; i++)
        {
            Dropped += _segments[i];
        }
    }

    private void Count(int index, int count)
    {
        Messages += count;
        for (var i = index; i < index + count; i++)
        {
            Sent += _segments[i];
            SentBytes += _messages[i].Length;
        }
    }
}
