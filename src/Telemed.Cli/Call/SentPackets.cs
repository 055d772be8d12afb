namespace Telemed.Cli.Call;

/// <summary>The latest 512 packets of one stream, kept to be sent again. One thread.</summary>
internal sealed class SentPackets
{
    private const int Capacity = 512;

    private readonly byte[]?[] _packets = new byte[]?[Capacity];
    private readonly ushort[] _numbers = new ushort[Capacity];

    /// <summary>Keeps a copy of a plain RTP packet.</summary>
    public void Keep(ushort number, ReadOnlySpan<byte> packet)
    {
        _packets[number % Capacity] = packet.ToArray();
        _numbers[number % Capacity] = number;
    }

    /// <summary>The packet with that sequence number; false when it was never sent or is too old.</summary>
    public bool TryGet(ushort number, out ReadOnlySpan<byte> packet)
    {
        packet = _packets[number % Capacity];
        return !packet.IsEmpty && _numbers[number % Capacity] == number;
    }
}
