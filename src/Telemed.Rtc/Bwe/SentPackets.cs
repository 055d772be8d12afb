using Telemed.Rtc.Time;

namespace Telemed.Rtc.Bwe;

/// <summary>
/// The last packets to one receiver by their transport-wide sequence number. The ring starts small and doubles while it
/// cannot hold <see cref="WantedAge"/>, the longest that a report is waited for. Not thread-safe; allocates only when it
/// grows.
/// </summary>
internal sealed class SentPackets
{
    /// <summary>How far back reports may reach: a round trip of 600 ms, a feedback interval, a lost report.</summary>
    public static readonly TimeSpan WantedAge = TimeSpan.FromMilliseconds(1500);

    private const int Most = 8192;
    private SentPacket[] _packets = new SentPacket[256];
    private long _next;
    private long _total;
    private long _reported;

    /// <summary>How many packets went out so far; the next one has this number.</summary>
    public long Count => _next;

    /// <summary>The packet of an extended number that <see cref="TryFind"/> has found.</summary>
    public ref SentPacket this[long sequence] => ref _packets[sequence & (_packets.Length - 1)];

    /// <summary>
    /// Bytes that went out after the last packet that was reported: on the way there, or their report on the way back.
    /// What a lost report covered is not among them.
    /// </summary>
    public long BytesInFlight => _total - _reported;

    /// <summary>Notes that a packet was reported as arrived.</summary>
    public void NoteReported(in SentPacket packet) => _reported = Math.Max(_reported, packet.Total);

    /// <summary>Notes a packet; its transport-wide sequence number is the extended number's low 16 bits.</summary>
    public ushort Add(MonotonicTime now, int bytes, byte probe)
    {
        if (_next >= _packets.Length && _packets.Length < Most && now - this[_next].At < WantedAge)
        {
            Grow();
        }

        _total += bytes;
        this[_next] = new() { At = now, Bytes = bytes, Total = _total, Probe = probe };
        return (ushort)_next++;
    }

    /// <summary>Finds the extended number of a packet; false when it was never sent, or is forgotten.</summary>
    public bool TryFind(ushort sequenceNumber, out long sequence)
    {
        sequence = _next + (short)(sequenceNumber - (ushort)_next);
        return sequence >= Math.Max(0, _next - _packets.Length) && sequence < _next;
    }

    private void Grow()
    {
        var larger = new SentPacket[_packets.Length * 2];
        for (var sequence = _next - _packets.Length; sequence < _next; sequence++)
        {
            larger[sequence & (larger.Length - 1)] = this[sequence];
        }

        _packets = larger;
    }
}
