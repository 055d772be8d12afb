using System.Runtime.InteropServices;
using Telemed.Rtc.Session;

namespace Telemed.Media.Net;

/// <summary>
/// Receives up to 64 datagrams with one system call into native slots; the headers that the kernel fills are laid out
/// once. One thread uses it.
/// </summary>
internal sealed unsafe class ReceiveBatch : IDisposable
{
    /// <summary>How many datagrams one call takes at most.</summary>
    public const int Capacity = 64;

    /// <summary>The size of a slot; a longer datagram is cut by the kernel and dropped by us.</summary>
    public const int SlotSize = 1536;

    private readonly byte* _slots;
    private readonly byte* _controls;
    private readonly SocketName* _names;
    private readonly IoVector* _vectors;
    private readonly MultiMessage* _messages;
    private bool _disposed;

    /// <summary>Takes the memory.</summary>
    public ReceiveBatch()
    {
        _slots = (byte*)NativeMemory.AlignedAlloc(Capacity * SlotSize, 64);
        _controls = (byte*)NativeMemory.AllocZeroed(Capacity, ControlMessage.BufferSize);
        _names = (SocketName*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(SocketName));
        _vectors = (IoVector*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(IoVector));
        _messages = (MultiMessage*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(MultiMessage));
        for (var i = 0; i < Capacity; i++)
        {
            _vectors[i].Base = _slots + (i * SlotSize);
            _vectors[i].Length = SlotSize;
            _messages[i].Name = _names + i;
            _messages[i].Vectors = _vectors + i;
            _messages[i].VectorCount = 1;
            _messages[i].Control = _controls + (i * ControlMessage.BufferSize);
        }
    }

    /// <summary>Takes what is there, without waiting.</summary>
    /// <returns>How many datagrams were received; 0 when there is none.</returns>
    public int Receive(UdpSocket socket)
    {
        var name = SocketName.SizeOf(socket.IsIPv6);
        var control = socket.BoundToAny ? (nuint)ControlMessage.BufferSize : 0;
        for (var i = 0; i < Capacity; i++)
        {
            _messages[i].NameLength = name;
            _messages[i].ControlLength = control;
        }

        return Math.Max(0, Libc.ReceiveMessages(socket.Fd, _messages, Capacity, Libc.MessageDontWait, null));
    }

    /// <summary>A received datagram's slot, whole: decryption and writing in place may use all of it.</summary>
    public Span<byte> Slot(int index) => new(_slots + (index * SlotSize), SlotSize);

    /// <summary>A received datagram's length; 0 when it was cut and must be dropped.</summary>
    public int Length(int index) =>
        (_messages[index].Flags & Libc.MessageTruncated) != 0 ? 0 : (int)_messages[index].Length;

    /// <summary>Where a received datagram came from.</summary>
    public NetworkPath Source(int index) => _names[index].ToPath();

    /// <summary>The local address that it was sent to; the default value when the socket is bound to one.</summary>
    public LocalAddress Local(int index) => _messages[index].ControlLength == 0
        ? default
        : ControlMessage.ReadLocalAddress(_messages[index].Control, _messages[index].ControlLength);

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
}
