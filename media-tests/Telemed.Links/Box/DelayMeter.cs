namespace Telemed.Links.Box;

/// <summary>Packets that passed a bounded link: when they came out, how long they waited before it, both in ms, and what they are. Any thread.</summary>
internal sealed class DelayMeter
{
    private readonly Lock _gate = new();
    private readonly List<Passage> _seen = [];

    public void Note(double atMs, double delayMs, ReadOnlySpan<byte> packet)
    {
        lock (_gate)
        {
            _seen.Add(new(atMs, delayMs, packet.Length, IPv4Packet.Rtp(packet)));
        }
    }

    public IReadOnlyList<Passage> Take()
    {
        lock (_gate)
        {
            var taken = _seen.ToList();
            _seen.Clear();
            return taken;
        }
    }
}

/// <summary>One packet's way through a link; what its head says, null where it is no RTP.</summary>
internal readonly record struct Passage(double AtMs, double DelayMs, int Bytes, RtpHead? Rtp);

/// <summary>What the head of an RTP packet says.</summary>
internal readonly record struct RtpHead(int PayloadType, ushort Sequence, uint Timestamp);
