using System.Buffers.Binary;
using Telemed.Cli.Clips;

namespace Telemed.Cli.Tests;

public sealed class ClipReaderTests
{
    [Fact]
    public void An_ivf_file_gives_its_frames_with_their_times_and_kinds()
    {
        var file = Ivf([(0, [0x10, 1, 2]), (1, [0x11, 3]), (3, [0x31])]);

        Assert.True(IvfReader.TryParse(file, out var frames));

        Assert.Equal([0, 3_600, 10_800], frames.Select(frame => frame.Time));
        Assert.Equal([true, false, false], frames.Select(frame => frame.IsKeyFrame));
        Assert.Equal([0x10, 1, 2], frames[0].Data);
    }

    [Fact]
    public void Every_cut_inside_an_ivf_frame_is_refused()
    {
        var file = Ivf([(0, [0x10, 1, 2])]);
        for (var length = 0; length < file.Length; length++) Assert.False(IvfReader.TryParse(file.AsSpan(0, length), out _));
    }

    [Fact]
    public void An_ivf_file_that_does_not_begin_with_a_key_frame_is_refused() =>
        Assert.False(IvfReader.TryParse(Ivf([(0, [0x11])]), out _));

    [Fact]
    public void An_ogg_file_gives_opus_packets_with_their_times_also_over_page_borders()
    {
        var large = new byte[300];
        large[0] = 0xF8; // CELT, 20 ms, one frame
        byte[] small = [0xF0, 1]; // CELT, 10 ms, one frame
        var file = Ogg([("OpusHead"u8.ToArray(), 19)], [("OpusTags"u8.ToArray(), 16)]);
        // The large packet is laid over two pages: 255 bytes on the first, 45 on the second.
        file = [.. file, .. Page([255], large[..255]), .. Page([45, 2, 2], [.. large[255..], .. small, .. small])];

        Assert.True(OggOpusReader.TryParse(file, out var packets));

        Assert.Equal([0, 960, 1_440], packets.Select(packet => packet.Time));
        Assert.Equal(large, packets[0].Data);
        Assert.Equal(small, packets[2].Data);
    }

    [Fact]
    public void Every_cut_inside_an_ogg_page_is_refused()
    {
        var head = Ogg([("OpusHead"u8.ToArray(), 19)], [("OpusTags"u8.ToArray(), 16)]);
        byte[] file = [.. head, .. Page([2], [0xF8, 1])];
        for (var length = head.Length + 1; length < file.Length; length++)
        {
            Assert.False(OggOpusReader.TryParse(file.AsSpan(0, length), out _));
        }
    }

    private static byte[] Ivf((ulong Time, byte[] Data)[] frames)
    {
        var file = new byte[32];
        "DKIF"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(6), 32);
        "VP80"u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), 25);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(20), 1);
        foreach (var (time, data) in frames)
        {
            var header = new byte[12];
            BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)data.Length);
            BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(4), time);
            file = [.. file, .. header, .. data];
        }

        return file;
    }

    private static byte[] Ogg(params (byte[] Start, int Length)[][] pages) =>
        [.. pages.SelectMany(page => Page([.. page.Select(packet => (byte)packet.Length)], [.. page.SelectMany(Padded)]))];

    private static byte[] Padded((byte[] Start, int Length) packet)
    {
        var bytes = new byte[packet.Length];
        packet.Start.CopyTo(bytes, 0);
        return bytes;
    }

    private static byte[] Page(byte[] table, byte[] body)
    {
        var header = new byte[27];
        "OggS"u8.CopyTo(header);
        header[26] = (byte)table.Length;
        return [.. header, .. table, .. body];
    }
}
