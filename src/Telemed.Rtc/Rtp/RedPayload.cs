using System.Buffers.Binary;

namespace Telemed.Rtc.Rtp;

/// <summary>A view of the payload of redundant audio: earlier packets' payloads, oldest first, and this packet's own last.</summary>
/// <remarks>
/// RFC 2198 section 3; the heads of all blocks come first, then their data in the same order:
/// <code>
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |1|   block PT  |  timestamp offset         |   block length    |
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |0|   own PT    |
/// +-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct RedPayload
{
    /// <summary>Bytes of the head of an earlier block.</summary>
    public const int HeadLength = 4;

    /// <summary>Bytes of the head of the packet's own block.</summary>
    public const int OwnHeadLength = 1;

    /// <summary>The longest time back that a head can tell, in ticks of the codec's clock.</summary>
    public const int MostOffset = (1 << 14) - 1;

    /// <summary>The longest earlier block in bytes.</summary>
    public const int MostLength = (1 << 10) - 1;

    /// <summary>More earlier blocks than any sender makes; a payload with more is refused.</summary>
    public const int MostBlocks = 8;

    private readonly ReadOnlySpan<byte> _payload;
    private readonly int _dataStart;
    private readonly int _ownStart;

    private RedPayload(ReadOnlySpan<byte> payload, int count, int ownStart)
    {
        _payload = payload;
        Count = count;
        _dataStart = (count * HeadLength) + OwnHeadLength;
        _ownStart = ownStart;
    }

    /// <summary>How many earlier blocks there are, 0 to 8.</summary>
    public int Count { get; }

    /// <summary>The payload type of the packet's own block.</summary>
    public byte OwnType => (byte)(_payload[Count * HeadLength] & 0x7F);

    /// <summary>The packet's own data.</summary>
    public ReadOnlySpan<byte> Own => _payload[_ownStart..];

    /// <summary>An earlier block, 0 for the oldest.</summary>
    public RedBlock this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            var start = _dataStart;
            for (var i = 0; i < index; i++)
            {
                start += LengthAt(i);
            }

            var head = _payload[(index * HeadLength)..];
            var offset = BinaryPrimitives.ReadUInt16BigEndian(head[1..]) >> 2;
            return new((byte)(head[0] & 0x7F), offset, _payload.Slice(start, LengthAt(index)));
        }
    }

    /// <summary>Looks at a payload. False when the lengths are impossible or there are too many blocks; never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out RedPayload view)
    {
        view = default;
        var count = 0;
        var data = 0;
        var position = 0;
        while (position < payload.Length && (payload[position] & 0x80) != 0)
        {
            if (count == MostBlocks || payload.Length - position < HeadLength)
            {
                return false;
            }

            data += BinaryPrimitives.ReadUInt16BigEndian(payload[(position + 2)..]) & MostLength;
            position += HeadLength;
            count++;
        }

        var ownStart = position + OwnHeadLength + data;
        if (ownStart > payload.Length)
        {
            return false;
        }

        view = new(payload, count, ownStart);
        return true;
    }

    /// <summary>Writes the head of an earlier block into the first four bytes.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="payloadType">The block's payload type, 0 to 127.</param>
    /// <param name="offset">How much earlier it is, 0 to <see cref="MostOffset"/> ticks.</param>
    /// <param name="length">Its length, 0 to <see cref="MostLength"/> bytes.</param>
    public static void WriteHead(Span<byte> destination, byte payloadType, int offset, int length) =>
        BinaryPrimitives.WriteUInt32BigEndian(destination, 0x8000_0000u | ((uint)payloadType << 24) | ((uint)offset << 10) | (uint)length);

    private int LengthAt(int index) =>
        BinaryPrimitives.ReadUInt16BigEndian(_payload[((index * HeadLength) + 2)..]) & MostLength;
}
