using System.Buffers.Binary;
using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Rtcp;

/// <summary>A source description (RFC 3550 section 6.5), of which only the CNAME item is of use here.</summary>
/// <remarks>
/// Each chunk is an SSRC, then items, then zero bytes up to the next 32-bit border (at least one):
/// <code>
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// |    CNAME=1    |     length    | user and domain name        ...
/// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly ref struct SourceDescription
{
    private const byte CnameItem = 1;
    private readonly ReadOnlySpan<byte> _chunks;
    private readonly int _count;

    private SourceDescription(ReadOnlySpan<byte> chunks, int count)
    {
        _chunks = chunks;
        _count = count;
    }

    /// <summary>How many sources are described.</summary>
    public int Count => _count;

    /// <summary>False when the packet is of another type or its chunks do not fit it.</summary>
    public static bool TryParse(RtcpPacket packet, out SourceDescription description)
    {
        description = default;
        if (packet.Type != RtcpPacketType.SourceDescription)
        {
            return false;
        }

        var rest = packet.Payload;
        for (var chunk = 0; chunk < packet.Count; chunk++)
        {
            if (!TryTakeChunk(ref rest, out _, out _))
            {
                return false;
            }
        }

        description = new(packet.Payload, packet.Count);
        return true;
    }

    /// <summary>Finds the CNAME of a source, in UTF-8.</summary>
    public bool TryGetCname(Ssrc ssrc, out ReadOnlySpan<byte> cname)
    {
        var rest = _chunks;
        for (var chunk = 0; chunk < _count && TryTakeChunk(ref rest, out var source, out cname); chunk++)
        {
            if (source == ssrc && !cname.IsEmpty)
            {
                return true;
            }
        }

        cname = default;
        return false;
    }

    private static bool TryTakeChunk(scoped ref ReadOnlySpan<byte> rest, out Ssrc ssrc, out ReadOnlySpan<byte> cname)
    {
        ssrc = default;
        cname = default;
        if (rest.Length < 4)
        {
            return false;
        }

        ssrc = new(BinaryPrimitives.ReadUInt32BigEndian(rest));
        var at = 4;
        while (at < rest.Length && rest[at] != 0)
        {
            if (at + 2 > rest.Length || at + 2 + rest[at + 1] > rest.Length)
            {
                return false;
            }

            var value = rest.Slice(at + 2, rest[at + 1]);
            cname = rest[at] == CnameItem ? value : cname;
            at += 2 + value.Length;
        }

        var end = (at & ~3) + 4;
        if (end > rest.Length)
        {
            return false;
        }

        rest = rest[end..];
        return true;
    }
}
