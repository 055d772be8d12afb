using System.Buffers.Binary;

namespace Telemed.Rtc.Codecs;

/// <summary>The descriptor that leads every VP8 RTP payload (RFC 7741 section 4.2), and the fields' places in it.</summary>
/// <remarks>
/// <code>
///      0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+
///     |X|R|N|S|R| PID |   always
///     +-+-+-+-+-+-+-+-+
/// X:  |I|L|T|K| RSV   |
///     +-+-+-+-+-+-+-+-+
/// I:  |M| PictureID   |   7 bits, or with M 15 bits in two bytes
///     +-+-+-+-+-+-+-+-+
/// L:  |   TL0PICIDX   |
///     +-+-+-+-+-+-+-+-+
/// T/K:|TID|Y| KEYIDX  |
///     +-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
public readonly record struct Vp8PayloadDescriptor
{
    private readonly byte _first;
    private readonly byte _layer;
    private readonly byte _pictureIdOffset;
    private readonly byte _tl0Offset;

    private Vp8PayloadDescriptor(ReadOnlySpan<byte> payload, DescriptorFields fields)
    {
        _first = payload[0];
        _pictureIdOffset = (byte)fields.PictureId;
        _tl0Offset = (byte)fields.Tl0;
        _layer = fields.Layer == 0 ? (byte)0 : payload[fields.Layer];
        Length = fields.Length;
        HasTemporalLayer = fields.HasTemporalLayer;
        HasWidePictureId = fields.IsWide;
        PictureId = !HasPictureId ? (ushort)0
            : HasWidePictureId ? (ushort)(BinaryPrimitives.ReadUInt16BigEndian(payload[fields.PictureId..]) & 0x7FFF)
            : payload[fields.PictureId];
        Tl0PictureIndex = HasTl0PictureIndex ? payload[fields.Tl0] : (byte)0;
    }

    /// <summary>Bytes of the descriptor; the VP8 data follows.</summary>
    public int Length { get; }

    /// <summary>Whether a VP8 partition starts in this packet (S).</summary>
    public bool StartsPartition => (_first & 0x10) != 0;

    /// <summary>The partition's index (PID), 0 to 7.</summary>
    public int PartitionId => _first & 0x07;

    /// <summary>Whether the first packet of a frame is here: the start of partition 0.</summary>
    public bool StartsFrame => StartsPartition && PartitionId == 0;

    /// <summary>Whether no other frame refers to this one (N), so that it may be dropped.</summary>
    public bool IsDiscardable => (_first & 0x20) != 0;

    /// <summary>Whether a picture id is there.</summary>
    public bool HasPictureId => _pictureIdOffset != 0;

    /// <summary>Whether the picture id has 15 bits, not 7.</summary>
    public bool HasWidePictureId { get; }

    /// <summary>The picture id; 0 when absent.</summary>
    public ushort PictureId { get; }

    /// <summary>Whether a temporal level zero index is there.</summary>
    public bool HasTl0PictureIndex => _tl0Offset != 0;

    /// <summary>The running index of base layer frames; 0 when absent.</summary>
    public byte Tl0PictureIndex { get; }

    /// <summary>Whether a temporal layer index is there.</summary>
    public bool HasTemporalLayer { get; }

    /// <summary>The temporal layer (TID), 0 to 3; 0 when absent.</summary>
    public int TemporalLayer => HasTemporalLayer ? _layer >> 6 : 0;

    /// <summary>Whether a receiver may switch up to this layer here (Y).</summary>
    public bool IsLayerSync => HasTemporalLayer && (_layer & 0x20) != 0;

    /// <summary>Reads the descriptor of a payload. False when it is cut short.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp8PayloadDescriptor descriptor)
    {
        descriptor = default;
        if (!DescriptorFields.TryLocate(payload, out var fields))
        {
            return false;
        }

        descriptor = new(payload, fields);
        return true;
    }

    /// <summary>Writes a picture id over the present one, cut to 7 bits if that is its width; nothing when absent.</summary>
    public void SetPictureId(Span<byte> payload, ushort value)
    {
        if (HasWidePictureId)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[_pictureIdOffset..], (ushort)(0x8000 | value));
        }
        else if (HasPictureId)
        {
            payload[_pictureIdOffset] = (byte)(value & 0x7F);
        }
    }

    /// <summary>Writes a temporal level zero index over the present one; nothing when absent.</summary>
    public void SetTl0PictureIndex(Span<byte> payload, byte value)
    {
        if (HasTl0PictureIndex)
        {
            payload[_tl0Offset] = value;
        }
    }

    private ref struct DescriptorFields
    {
        public int PictureId;
        public int Tl0;
        public int Layer;
        public int Length;
        public bool IsWide;
        public bool HasTemporalLayer;

        public static bool TryLocate(ReadOnlySpan<byte> payload, out DescriptorFields fields)
        {
            fields = new() { Length = 1 };
            if (payload.IsEmpty)
            {
                return false;
            }

            if ((payload[0] & 0x80) != 0)
            {
                if (payload.Length < 2)
                {
                    return false;
                }

                fields.Length = 2;
                fields.LocateExtended(payload, payload[1]);
            }

            return fields.Length <= payload.Length;
        }

        private void LocateExtended(ReadOnlySpan<byte> payload, byte present)
        {
            if ((present & 0x80) != 0)
            {
                PictureId = Length;
                IsWide = Length < payload.Length && (payload[Length] & 0x80) != 0;
                Length += IsWide ? 2 : 1;
            }

            if ((present & 0x40) != 0)
            {
                Tl0 = Length++;
            }

            if ((present & 0x30) != 0)
            {
                HasTemporalLayer = (present & 0x20) != 0;
                Layer = Length++;
            }
        }
    }
}
