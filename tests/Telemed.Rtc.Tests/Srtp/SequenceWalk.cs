namespace Telemed.Rtc.Tests.Srtp;

/// <summary>
/// Sequence numbers of a few SSRCs that go forward in uneven steps, and now and then some way back to a number not yet
/// used.
/// </summary>
internal sealed class SequenceWalk(int seed, int maximalStep)
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<uint, (ulong Highest, HashSet<ulong> Used)> _streams = [];

    /// <summary>How many times a stream passed 65,535.</summary>
    public int Rollovers { get; private set; }

    public (uint Ssrc, ushort Sequence) Next()
    {
        var ssrc = 0xA000_0000 + (uint)_random.Next(3);
        if (!_streams.TryGetValue(ssrc, out var stream))
            _streams[ssrc] = stream = ((ulong)_random.Next(20_000, 32_000), []);

        var late = stream.Highest - (ulong)_random.Next(1, 500);
        if (_random.Next(5) == 0 && stream.Used.Count > 0 && stream.Used.Add(late))
            return (ssrc, (ushort)late);

        var next = stream.Highest + (ulong)_random.Next(1, maximalStep);
        Rollovers += (next >> 16) > (stream.Highest >> 16) ? 1 : 0;
        stream.Used.Add(next);
        _streams[ssrc] = (next, stream.Used);
        return (ssrc, (ushort)next);
    }
}
