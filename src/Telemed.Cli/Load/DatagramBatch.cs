using System.Runtime.InteropServices;

namespace Telemed.Cli.Load;

/// <summary>Room for the datagrams of one <c>recvmmsg</c>, with the kernel's time of arrival. One thread.</summary>
internal sealed unsafe class DatagramBatch : IDisposable
{
    /// <summary>Datagrams a call.</summary>
    public const int Capacity = 64;

    private const int SlotSize = 2048;
    private const int ControlSize = 64;
    private const int ControlHeader = 16;

    private readonly byte* _slots = (byte*)NativeMemory.AlignedAlloc(Capacity * SlotSize, 64);
    private readonly byte* _controls = (byte*)NativeMemory.AllocZeroed(Capacity, ControlSize);
    private readonly LoadNative.Vector* _vectors =
        (LoadNative.Vector*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(LoadNative.Vector));

    private readonly LoadNative.Message* _messages =
        (LoadNative.Message*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(LoadNative.Message));

    private bool _disposed;

    /// <summary>Lays the headers out.</summary>
    public DatagramBatch()
    {
        for (var i = 0; i < Capacity; i++)
        {
            _vectors[i] = new() { Base = _slots + (i * SlotSize), Length = SlotSize };
            _messages[i].Vectors = _vectors + i;
            _messages[i].VectorCount = 1;
        }
    }

    /// <summary>Takes what a socket has; how many datagrams.</summary>
    public int Receive(LoadSocket socket)
    {
        if (socket.IsStamped)
        {
            for (var i = 0; i < Capacity; i++)
            {
                _messages[i].Control = _controls + (i * ControlSize);
                _messages[i].ControlLength = ControlSize;
            }
        }
        else
        {
            for (var i = 0; i < Capacity; i++)
            {
                _messages[i].ControlLength = 0;
            }
        }

        return Math.Max(0, LoadNative.Receive(socket.Fd, _messages, Capacity, LoadNative.DontWait, null));
    }

    /// <summary>A datagram.</summary>
    public Span<byte> Datagram(int index) => new(_slots + (index * SlotSize), (int)Math.Min(_messages[index].Length, SlotSize));

    /// <summary>When the kernel took a datagram, in wall nanoseconds; 0 when the socket is not stamped.</summary>
    public long ArrivedAt(int index)
    {
        if (_messages[index].ControlLength < ControlHeader + (nuint)sizeof(LoadNative.Time))
        {
            return 0;
        }

        var time = (LoadNative.Time*)(_messages[index].Control + ControlHeader);
        return (time->Seconds * 1_000_000_000) + time->Nanoseconds;
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
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_messages);
    }
}
