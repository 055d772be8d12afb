using System.Buffers.Binary;

namespace Telemed.Recording.Depacketising;

/// <summary>What a container has to know of an H.264 stream, read from its first IDR frame.</summary>
/// <param name="Configuration">The AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3).</param>
/// <param name="Width">Pixels.</param>
/// <param name="Height">Pixels.</param>
internal sealed record H264ParameterSets(byte[] Configuration, int Width, int Height)
{
    /// <summary>Looks for parameter sets in a frame of length-led NAL units; null when they are not there.</summary>
    public static H264ParameterSets? Find(ReadOnlySpan<byte> frame)
    {
        ReadOnlySpan<byte> sequence = default;
        ReadOnlySpan<byte> picture = default;
        while (frame.Length > 4)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(frame);
            if (length <= 0 || length > frame.Length - 4)
            {
                return null;
            }

            var unit = frame.Slice(4, length);
            var type = unit[0] & 0x1F;
            sequence = type == 7 ? unit : sequence;
            picture = type == 8 ? unit : picture;
            frame = frame[(4 + length)..];
        }

        return sequence.Length < 4 || picture.IsEmpty || !H264Size.TryRead(sequence, out var width, out var height)
            ? null
            : new(Record(sequence, picture), width, height);
    }

    private static byte[] Record(ReadOnlySpan<byte> sequence, ReadOnlySpan<byte> picture)
    {
        var record = new byte[11 + sequence.Length + picture.Length];
        record[0] = 1;
        sequence.Slice(1, 3).CopyTo(record.AsSpan(1)); // profile, compatibility, level
        record[4] = 0xFF; // lengths of four bytes
        record[5] = 0xE1; // one sequence parameter set
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(6), (ushort)sequence.Length);
        sequence.CopyTo(record.AsSpan(8));
        var at = 8 + sequence.Length;
        record[at] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(record.AsSpan(at + 1), (ushort)picture.Length);
        picture.CopyTo(record.AsSpan(at + 3));
        return record;
    }
}
