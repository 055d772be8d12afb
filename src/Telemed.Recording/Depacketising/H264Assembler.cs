using System.Buffers;
using System.Buffers.Binary;

namespace Telemed.Recording.Depacketising;

/// <summary>
/// H.264 (RFC 6184, packetization modes 0 and 1): the NAL units of one time stamp up to the marker are a frame, each led
/// by its length in four bytes. After a loss nothing comes until the next frame with an IDR picture.
/// </summary>
internal sealed class H264Assembler : FrameAssembler
{
    private const int StapA = 24;
    private const int FuA = 28;

    private readonly ArrayBufferWriter<byte> _frame = new();
    private readonly ArrayBufferWriter<byte> _fragment = new();
    private long _rtpTime;
    private long _receivedNs;
    private bool _open;
    private bool _key;
    private bool _broken;
    private bool _needsKey = true;

    /// <inheritdoc/>
    public override MediaFrame? Take(MediaPacket packet, int missing)
    {
        if (missing > 0)
        {
            _open = false;
            _needsKey = true;
        }

        if (packet.Payload.Length == 0)
        {
            return null;
        }

        if (!_open || packet.RtpTime != _rtpTime)
        {
            Begin(packet);
        }

        Add(packet.Payload);
        return packet.Marker ? Finish() : null;
    }

    private void Begin(MediaPacket packet)
    {
        _needsKey |= _open; // the frame before never ended
        _open = true;
        _key = false;
        _broken = false;
        _rtpTime = packet.RtpTime;
        _receivedNs = packet.ReceivedNs;
        _frame.ResetWrittenCount();
        _fragment.ResetWrittenCount();
    }

    private void Add(ReadOnlySpan<byte> payload)
    {
        switch (payload[0] & 0x1F)
        {
            case StapA:
                AddAggregate(payload[1..]);
                break;
            case FuA:
                AddFragment(payload);
                break;
            default:
                AddUnit(payload);
                break;
        }
    }

    private void AddAggregate(ReadOnlySpan<byte> units)
    {
        while (units.Length > 2)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(units);
            if (length == 0 || length > units.Length - 2)
            {
                _broken = true;
                return;
            }

            AddUnit(units.Slice(2, length));
            units = units[(2 + length)..];
        }
    }

    private void AddFragment(ReadOnlySpan<byte> payload)
    {
        var start = payload.Length > 1 && (payload[1] & 0x80) != 0;
        if (start)
        {
            _fragment.ResetWrittenCount();
            _fragment.Write([(byte)((payload[0] & 0xE0) | (payload[1] & 0x1F))]);
        }
        else if (payload.Length < 2 || _fragment.WrittenCount == 0)
        {
            _broken = true; // a fragment without its start
            return;
        }

        _fragment.Write(payload[2..]);
        if ((payload[1] & 0x40) != 0)
        {
            AddUnit(_fragment.WrittenSpan);
            _fragment.ResetWrittenCount();
        }
    }

    private void AddUnit(ReadOnlySpan<byte> unit)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, unit.Length);
        _frame.Write(length);
        _frame.Write(unit);
        _key |= (unit[0] & 0x1F) == 5;
    }

    private MediaFrame? Finish()
    {
        _open = false;
        var whole = !_broken && _fragment.WrittenCount == 0 && _frame.WrittenCount > 0;
        _needsKey = (_needsKey && !_key) || !whole;
        return _needsKey ? null : new(_rtpTime, _receivedNs, _key, _frame.WrittenSpan.ToArray());
    }
}
