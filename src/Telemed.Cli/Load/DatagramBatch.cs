using System.Runtime.InteropServices;

namespace Telemed.Cli.Load;

/// <summary>
/// Room for the messages of one <c>recvmmsg</c>, with the kernel's time of arrival. A message is a datagram, or a run of equal ones
/// where the socket asks for them. One thread.
/// </summary>
internal sealed unsafe class DatagramBatch : IDisposable
{
    /// <summary>Messages a call.</summary>
    public const int Capacity = 64;

    /// <summary>The most that a message can have: an IP packet's worth.</summary>
    private const int SlotSize = 1 << 16;
    private const int ControlSize = 128;

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
            _messages[i].Control = _controls + (i * ControlSize);
        }
    }

    /// <summary>Takes what a socket has; how many messages.</summary>
    public int Receive(LoadSocket socket)
    {
        var room = socket.Options == LoadSocketOptions.None ? 0 : (nuint)ControlSize;
        for (var i = 0; i < Capacity; i++)
        {
            _messages[i].ControlLength = room;
        }

        return Math.Max(0, LoadNative.Receive(socket.Fd, _messages, Capacity, LoadNative.DontWait, null));
    }

    /// <summary>A message's bytes; datagrams of <see cref="Arrival.SegmentSize"/> one after another, the last may be shorter.</summary>
    public Span<byte> Message(int index) => new(_slots + (index * SlotSize), (int)Math.Min(_messages[index].Length, SlotSize));

    /// <summary>What the kernel says of a message.</summary>
    public Arrival ArrivalOf(int index)
    {
        var arrival = new Arrival(0, int.MaxValue);
        var end = _messages[index].Control + _messages[index].ControlLength;
        for (var at = _messages[index].Control; at + sizeof(LoadNative.ControlHeader) <= end;)
        {
            var header = (LoadNative.ControlHeader*)at;
            var value = at + sizeof(LoadNative.ControlHeader);
            if (header->Length < (nuint)sizeof(LoadNative.ControlHeader))
            {
                break;
            }

            if (header->Level == LoadNative.SocketLevel && header->Type == LoadNative.TimestampNs)
            {
                var time = (LoadNative.Time*)value;
                arrival = arrival with { At = (time->Seconds * 1_000_000_000) + time->Nanoseconds };
            }
            else if (header->Level == LoadNative.UdpLevel && header->Type == LoadNative.UdpCoalesce)
            {
                arrival = arrival with { SegmentSize = *(int*)value };
            }

            at += (header->Length + 7) & ~(nuint)7;
        }

        return arrival;
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

    /// <summary>What the kernel says of a message.</summary>
    /// <param name="At">When it took it, in wall nanoseconds; 0 when the socket is not stamped.</param>
    /// <param name="SegmentSize">The size of its datagrams in bytes; more than the message has when it is one.</param>
    internal readonly record struct Arrival(long At, int SegmentSize);
}
