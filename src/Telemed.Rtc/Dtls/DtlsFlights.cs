namespace Telemed.Rtc.Dtls;

/// <summary>
/// What the handshake wants sent: records ready to go, and the retransmissions of the current flight parked until they
/// are due. Each retransmission is a run of records with sequence numbers of its own, so a receiver takes it for new.
/// </summary>
internal sealed class DtlsFlights
{
    private readonly Queue<byte[]> _ready = new();
    private readonly Queue<byte[]> _parked = new();
    private int _offset;

    /// <summary>How many retransmissions are still parked.</summary>
    public int Parked => _parked.Count;

    /// <summary>Queues records to be sent now.</summary>
    public void Send(byte[] records) => _ready.Enqueue(records);

    /// <summary>Keeps one retransmission of the current flight.</summary>
    public void Park(byte[] records) => _parked.Enqueue(records);

    /// <summary>Moves the oldest retransmission to what is sent now.</summary>
    public void SendParked() => _ready.Enqueue(_parked.Dequeue());

    /// <summary>Forgets the retransmissions: the flight was answered.</summary>
    public void DropParked() => _parked.Clear();

    /// <summary>Takes the next datagram of at most <paramref name="mtu"/> bytes; false when there is none.</summary>
    public bool TryTakeDatagram(Span<byte> destination, int mtu, out int length)
    {
        length = 0;
        if (!_ready.TryPeek(out var records))
            return false;
        var rest = records.AsSpan(_offset);
        length = DtlsRecord.TakeDatagram(rest, mtu);
        rest[..length].CopyTo(destination);
        _offset += length;
        if (_offset == records.Length)
        {
            _ready.Dequeue();
            _offset = 0;
        }

        return true;
    }
}
