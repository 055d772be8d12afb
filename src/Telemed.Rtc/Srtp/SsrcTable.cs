using System.Runtime.CompilerServices;

namespace Telemed.Rtc.Srtp;

/// <summary>
/// State per SSRC in an open-addressed hash of flat arrays. Looking up allocates nothing; adding does when the table
/// grows. Nothing is ever removed: the table lives as long as its keys.
/// </summary>
internal sealed class SsrcTable<TState>
    where TState : struct
{
    /// <summary>
    /// The most SSRCs remembered: far above what a room of fifty slots needs, and a bound on a hostile peer.
    /// </summary>
    public const int Capacity = 1024;

    private const int InitialSlots = 8;
    private const uint Multiplier = 0x9E37_79B1;

    private uint[] _ssrcs = new uint[InitialSlots];
    private bool[] _used = new bool[InitialSlots];
    private TState[] _states = new TState[InitialSlots];

    /// <summary>How many SSRCs are known.</summary>
    public int Count { get; private set; }

    /// <summary>The state of <paramref name="ssrc"/>, or a null reference when it is unknown.</summary>
    public ref TState Find(uint ssrc)
    {
        var slot = SlotOf(ssrc);
        return ref _used[slot] ? ref _states[slot] : ref Unsafe.NullRef<TState>();
    }

    /// <summary>
    /// Adds an SSRC that <see cref="Find"/> did not find, with zeroed state; a null reference when full.
    /// </summary>
    public ref TState Add(uint ssrc)
    {
        if (Count == Capacity)
            return ref Unsafe.NullRef<TState>();
        if (Count * 2 >= _ssrcs.Length)
            Grow();
        Count++;
        return ref Occupy(ssrc);
    }

    private ref TState Occupy(uint ssrc)
    {
        var slot = SlotOf(ssrc);
        _used[slot] = true;
        _ssrcs[slot] = ssrc;
        return ref _states[slot];
    }

    private int SlotOf(uint ssrc)
    {
        var mask = _ssrcs.Length - 1;
        var slot = (int)((ssrc * Multiplier) >> 16) & mask;
        while (_used[slot] && _ssrcs[slot] != ssrc)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var (ssrcs, used, states) = (_ssrcs, _used, _states);
        _ssrcs = new uint[ssrcs.Length * 2];
        _used = new bool[_ssrcs.Length];
        _states = new TState[_ssrcs.Length];
        for (var i = 0; i < ssrcs.Length; i++)
        {
            if (used[i])
                Occupy(ssrcs[i]) = states[i];
        }
    }
}
