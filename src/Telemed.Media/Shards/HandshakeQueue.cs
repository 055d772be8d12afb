using Telemed.Media.Net;
using Telemed.Rtc.Session;

namespace Telemed.Media.Shards;

/// <summary>
/// DTLS datagrams that wait for their turn. A handshake costs a third of a millisecond, so the loop handles only a few
/// between two batches of media; what does not fit here is dropped, and DTLS sends it again. One thread uses it.
/// </summary>
internal sealed class HandshakeQueue
{
    private const int Capacity = 128;
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(Capacity * ReceiveBatch.SlotSize);
    private readonly Entry[] _entries = new Entry[Capacity];
    private int _first;
    private int _count;

    /// <summary>Whether datagrams wait.</summary>
    public bool HasWork => _count > 0;

    /// <summary>Keeps a copy of a datagram; false when the queue is full.</summary>
    public bool TryAdd(in NetworkPath path, LocalAddress local, ReadOnlySpan<byte> datagram)
    {
        if (_count == Capacity)
        {
            return false;
        }

        var index = (_first + _count++) % Capacity;
        datagram.CopyTo(_bytes.AsSpan(index * ReceiveBatch.SlotSize));
        _entries[index] = new(path, local, datagram.Length);
        return true;
    }

    /// <summary>Takes the oldest datagram; its bytes stay valid until the next call.</summary>
    public bool TryTake(out NetworkPath path, out LocalAddress local, out Span<byte> datagram)
    {
        if (_count == 0)
        {
            path = default;
            local = default;
            datagram = default;
            return false;
        }

        ref readonly var entry = ref _entries[_first];
        path = entry.Path;
        local = entry.Local;
        datagram = _bytes.AsSpan(_first * ReceiveBatch.SlotSize, entry.Length);
        _first = (_first + 1) % Capacity;
        _count--;
        return true;
    }

    private readonly record struct Entry(NetworkPath Path, LocalAddress Local, int Length);
}
