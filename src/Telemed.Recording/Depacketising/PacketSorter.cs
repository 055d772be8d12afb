namespace Telemed.Recording.Depacketising;

/// <summary>
/// Puts packets back into the order in which they were sent: late and retransmitted ones find their place as long as
/// they arrive within <see cref="PatienceNs"/>; a second copy is dropped.
/// </summary>
internal sealed class PacketSorter
{
    /// <summary>How long a hole is kept open for a late packet, in nanoseconds of arrival time: 3 s.</summary>
    public const long PatienceNs = 3_000_000_000;

    /// <summary>No retransmission comes from so far behind: the sender began to count anew.</summary>
    private const long FarBehind = 3000;
    private const int RestartAfter = 20;

    private readonly PriorityQueue<MediaPacket, long> _waiting = new();
    private long _next;
    private long _newestNs = long.MinValue;
    private bool _started;
    private bool _draining;
    private bool _restarted;
    private int _behind;

    /// <summary>Takes a packet in order of arrival.</summary>
    public void Push(MediaPacket packet)
    {
        _newestNs = Math.Max(_newestNs, packet.ReceivedNs);
        _behind = _started && packet.Sequence < _next - FarBehind ? _behind + 1 : 0;
        if (_behind >= RestartAfter)
        {
            _waiting.Clear();
            _started = false;
            _restarted = true;
            _behind = 0;
        }

        if (!_started || packet.Sequence >= _next)
        {
            _waiting.Enqueue(packet, packet.Sequence);
        }
    }

    /// <summary>Says that no packet follows: what waits comes out with its holes.</summary>
    public void Drain() => _draining = true;

    /// <summary>The next packet in order; false when it has to be waited for.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="missing">How many packets before it never came.</param>
    public bool TryPop(out MediaPacket packet, out int missing)
    {
        missing = 0;
        while (_waiting.TryPeek(out packet!, out var sequence))
        {
            if (_started && sequence < _next)
            {
                _waiting.Dequeue(); // a second copy
                continue;
            }

            var patient = !_draining && _newestNs - packet.ReceivedNs < PatienceNs;
            if (patient && (!_started || sequence > _next))
            {
                return false;
            }

            _waiting.Dequeue();
            missing = _started ? (int)Math.Min(sequence - _next, int.MaxValue) : _restarted ? 1 : 0;
            _next = sequence + 1;
            _started = true;
            _restarted = false;
            return true;
        }

        return false;
    }
}
