using System.Buffers.Binary;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Sfu.Links;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Routing;

/// <summary>Writes a slot's packets under the names that its owner was told. Not thread-safe; allocates nothing.</summary>
internal sealed class SlotPackets
{
    private readonly Ssrc _ssrc;
    private readonly Ssrc? _rtxSsrc;
    private readonly byte _transportSequenceId;
    private ushort _rtxSequence;

    public SlotPackets(SlotLine line, ushort firstRtxSequence)
    {
        _ssrc = line.Ssrc;
        _rtxSsrc = line.RtxSsrc;
        _transportSequenceId = TransportSequence.IsUsable(line.TransportSequenceId) ? line.TransportSequenceId : (byte)0;
        _rtxSequence = firstRtxSequence;
    }

    /// <summary>Whether packets are numbered for reports of their arrival.</summary>
    public bool AreNumbered => _transportSequenceId != 0;

    /// <summary>Bytes in front of every payload.</summary>
    public int HeaderLength => RtpPacket.FixedHeaderLength + (AreNumbered ? TransportSequence.Length : 0);

    /// <summary>Writes the header of a packet of the slot's own stream.</summary>
    /// <returns>Its length.</returns>
    public int WriteHeader(Span<byte> destination, byte payloadType, bool marker, in OutgoingNumbers numbers) =>
        WriteHeader(destination, payloadType, marker, numbers.SequenceNumber, numbers.Timestamp, _ssrc);

    /// <summary>Copies a payload, a VP8 one under its new picture's numbers.</summary>
    public static void WritePayload(
        Span<byte> destination,
        ReadOnlySpan<byte> payload,
        bool isVp8,
        in Vp8PayloadDescriptor vp8,
        in OutgoingNumbers numbers)
    {
        payload.CopyTo(destination);
        if (isVp8)
        {
            vp8.SetPictureId(destination, numbers.PictureId);
            vp8.SetTl0PictureIndex(destination, numbers.LayerZero);
        }
    }

    /// <summary>Writes a packet once more: as a retransmission (RFC 4588) where the owner takes those.</summary>
    /// <returns>Its length.</returns>
    public int WriteAgain(
        Span<byte> destination,
        RtpPacket view,
        in SegmentCodec codec,
        in OutgoingNumbers numbers,
        in Vp8PayloadDescriptor vp8)
    {
        int length;
        if (_rtxSsrc is { } ssrc && codec.RtxPayloadType != 0)
        {
            length = WriteHeader(
                destination, codec.RtxPayloadType, view.Marker, _rtxSequence++, numbers.Timestamp, ssrc);
            BinaryPrimitives.WriteUInt16BigEndian(destination[length..], numbers.SequenceNumber);
            length += RtxPacket.Overhead;
        }
        else
        {
            // Without RTX the same packet goes again under its own number.
            length = WriteHeader(destination, codec.PayloadType, view.Marker, numbers);
        }

        WritePayload(destination[length..], view.Payload, codec.IsVp8, vp8, numbers);
        return length + view.Payload.Length;
    }

    /// <summary>Writes a packet that carries nothing, to try the link; only where there are retransmissions.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="length">The packet's length in bytes, cut to what one byte of padding length allows.</param>
    /// <param name="payloadType">That of retransmissions.</param>
    /// <returns>Its length.</returns>
    public int WritePadding(Span<byte> destination, int length, byte payloadType)
    {
        var header = WriteHeader(destination, payloadType, false, _rtxSequence++, 0, _rtxSsrc!.Value);
        var padding = Math.Clamp(length - header, 1, byte.MaxValue);
        destination[0] |= 0x20;
        destination.Slice(header, padding).Clear();
        destination[header + padding - 1] = (byte)padding;
        return header + padding;
    }

    private int WriteHeader(
        Span<byte> destination, byte payloadType, bool marker, ushort sequence, uint timestamp, Ssrc ssrc)
    {
        // Version 2; no padding, no contributing sources, no extension that the receiver has not agreed to.
        destination[0] = 0x80;
        destination[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], sequence);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], ssrc.Value);
        if (AreNumbered)
        {
            TransportSequence.WriteBlock(destination, _transportSequenceId);
        }

        return HeaderLength;
    }
}
