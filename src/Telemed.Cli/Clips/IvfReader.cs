using System.Buffers.Binary;

namespace Telemed.Cli.Clips;

/// <summary>Reads an IVF file: 32 bytes of header, then frames of { u32 size, u64 time stamp, bytes }, little endian.</summary>
internal static class IvfReader
{
    private const int FileHeader = 32;
    private const int FrameHeader = 12;

    /// <summary>The frames with their time as 90 kHz ticks; false when it is no VP8 IVF file or ends inside a frame.</summary>
    public static bool TryParse(ReadOnlySpan<byte> file, out IReadOnlyList<ClipFrame> frames)
    {
        frames = [];
        if (file.Length < FileHeader || !file.StartsWith("DKIF"u8) || !file[8..12].SequenceEqual("VP80"u8)) return false;
        var header = BinaryPrimitives.ReadUInt16LittleEndian(file[6..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(file[16..]);
        var scale = BinaryPrimitives.ReadUInt32LittleEndian(file[20..]);
        if (header < FileHeader || header > file.Length || rate == 0 || scale == 0) return false;

        var list = new List<ClipFrame>();
        var rest = file[header..];
        while (rest.Length > 0)
        {
            if (rest.Length < FrameHeader) return false;
            var size = BinaryPrimitives.ReadUInt32LittleEndian(rest);
            var time = BinaryPrimitives.ReadUInt64LittleEndian(rest[4..]);
            if (size == 0 || size > rest.Length - FrameHeader) return false;
            var data = rest.Slice(FrameHeader, (int)size).ToArray();
            // RFC 7741 section 4.3: the lowest bit of a VP8 frame's first byte is 0 in a key frame.
            list.Add(new ClipFrame((long)(time * scale * 90_000 / rate), data, (data[0] & 1) == 0));
            rest = rest[(FrameHeader + (int)size)..];
        }

        frames = list;
        return list.Count > 0 && list[0].IsKeyFrame;
    }
}
