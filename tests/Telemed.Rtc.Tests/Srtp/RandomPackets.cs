using System.Buffers.Binary;

namespace Telemed.Rtc.Tests.Srtp;

/// <summary>RTP and RTCP packets of every shape from a seed, with 32 bytes of room behind them.</summary>
internal sealed class RandomPackets(int seed)
{
    private const int Room = 32;

    private readonly Random _random = new(seed);

    public byte[] Rtp(uint ssrc, ushort sequence, out int length)
    {
        var csrcs = _random.Next(4) == 0 ? _random.Next(16) : 0;
        var extension = _random.Next(2) == 0 ? _random.Next(8) : -1;
        var payload = _random.Next(10) == 0 ? 0 : _random.Next(1, 1150);
        var header = 12 + (csrcs * 4) + (extension >= 0 ? 4 + (extension * 4) : 0);
        length = header + payload;
        var packet = new byte[length + Room];
        _random.NextBytes(packet.AsSpan(0, length));
        packet[0] = (byte)(0x80 | (extension >= 0 ? 0x10 : 0) | csrcs);
        packet[1] = (byte)((packet[1] & 0x80) | 96);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        if (extension >= 0)
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14 + (csrcs * 4)), (ushort)extension);
        return packet;
    }

    public byte[] Rtcp(uint ssrc, out int length)
    {
        length = 8 + (_random.Next(0, 200) * 4);
        var packet = new byte[length + Room];
        _random.NextBytes(packet.AsSpan(0, length));
        packet[0] = 0x81;
        packet[1] = (byte)_random.Next(200, 207);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)((length / 4) - 1));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), ssrc);
        return packet;
    }
}
