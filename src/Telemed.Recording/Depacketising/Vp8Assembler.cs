using System.Buffers;
using Telemed.Rtc.Codecs;

namespace Telemed.Recording.Depacketising;

/// <summary>
/// VP8 (RFC 7741): the packets of one time stamp, from the start of partition 0 to the marker, are a frame. A frame that
/// builds on a missing one would show rubbish, so after a loss nothing comes until the next key frame.
/// </summary>
internal sealed class Vp8Assembler : FrameAssembler
{
    private readonly ArrayBufferWriter<byte> _frame = new();
    private long _rtpTime;
    private long _receivedNs;
    private bool _open;
    private bool _key;
    private bool _needsKey = true;

    /// <inheritdoc/>
    public override MediaFrame? Take(MediaPacket packet, int missing)
    {
        if (missing > 0)
        {
            Break();
        }

        if (packet.Payload.Length == 0 || !Vp8PayloadDescriptor.TryParse(packet.Payload, out var descriptor))
        {
            return null;
        }

        var data = packet.Payload.AsSpan(descriptor.Length);
        if (!_open || packet.RtpTime != _rtpTime)
        {
            if (!descriptor.StartsFrame)
            {
                Break(); // the middle of a frame whose start never came
                return null;
            }

            Begin(packet, data);
        }

        _frame.Write(data);
        return packet.Marker ? Finish() : null;
    }

    private void Break()
    {
        _open = false;
        _needsKey = true;
    }

    private void Begin(MediaPacket packet, ReadOnlySpan<byte> data)
    {
        _needsKey |= _open; // the frame before never ended
        _open = true;
        _key = Vp8Payload.IsKeyFrame(data);
        _rtpTime = packet.RtpTime;
        _receivedNs = packet.ReceivedNs;
        _frame.ResetWrittenCount();
    }

    private MediaFrame? Finish()
    {
        _open = false;
        if (_needsKey && !_key)
        {
            return null;
        }

        _needsKey = false;
        return new(_rtpTime, _receivedNs, _key, _frame.WrittenSpan.ToArray());
    }
}
