using System.Runtime.InteropServices;

namespace Telemed.Media.Shards;

/// <summary>
/// Hands plain packets from one shard to another without locks: one thread writes, one reads. What does not fit is dropped
/// and counted, as a full socket buffer would. Packets lie in native slots; nothing is allocated for a packet.
/// </summary>
internal sealed unsafe class MirrorRing : IDisposable
{
    /// <summary>The longest packet: what fits a slot of <see cref="Net.ReceiveBatch"/>.</summary>
    public const int SlotSize = 1536;

    private const int Capacity = 1024;
    private readonly byte* _slots = (byte*)NativeMemory.AlignedAlloc(Capacity * SlotSize, 64);
    private readonly Entry[] _entries = new Entry[Capacity];
    private Counter _written;
    private Counter _read;
    private bool _disposed;

    /// <summary>Packets that found the ring full. Written by the writing thread.</summary>
    public long Dropped { get; private set; }

    /// <summary>Whether packets wait. Any thread may ask.</summary>
    public bool HasWork => Volatile.Read(ref _written.Value) != Volatile.Read(ref _read.Value);

    /// <summary>Copies a packet in; false when there is no room. The writing thread only.</summary>
    public bool TryWrite(Mirror mirror, ReadOnlySpan<byte> packet, bool isRtcp)
    {
        var at = _written.Value;
        if (at - Volatile.Read(ref _read.Value) == Capacity || packet.Length > SlotSize)
        {
            Dropped++;
            return false;
        }

        var index = (int)(at & (Capacity - 1));
        packet.CopyTo(new(_slots + (index * SlotSize), SlotSize));
        _entries[index] = new(mirror, packet.Length, isRtcp);
        Volatile.Write(ref _written.Value, at + 1);
        return true;
    }

    /// <summary>The oldest packet, in place until <see cref="Release"/>. The reading thread only.</summary>
    public bool TryPeek(out Mirror mirror, out Span<byte> packet, out bool isRtcp)
    {
        var at = _read.Value;
        if (at == Volatile.Read(ref _written.Value))
        {
            mirror = null!;
            packet = default;
            isRtcp = false;
            return false;
        }

        var index = (int)(at & (Capacity - 1));
        ref readonly var entry = ref _entries[index];
        (mirror, isRtcp) = (entry.Mirror, entry.IsRtcp);
        packet = new(_slots + (index * SlotSize), entry.Length);
        return true;
    }

    /// <summary>Gives the oldest packet's slot back.</summary>
    public void Release() => Volatile.Write(ref _read.Value, _read.Value + 1);

    /// <summary>Frees the slots; neither thread may be using them.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            NativeMemory.AlignedFree(_slots);
        }
    }

    private readonly record struct Entry(Mirror Mirror, int Length, bool IsRtcp);

    /// <summary>On cache lines of its own, so that reader and writer do not take them from each other.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Counter
    {
        [FieldOffset(64)]
        public long Value;
    }
}
