using System.Buffers.Binary;
using System.Text;
using Telemed.Consults.Library;

namespace Telemed.Consults.Tests.Library;

/// <summary>Of a picture goes with a copy what a decoder needs, and nothing else that is in the file.</summary>
public sealed class PictureRules
{
    private const string Secret = "WANG^XIUYING";

    private static readonly byte[] Hidden = Encoding.ASCII.GetBytes(Secret);

    [Fact]
    public void Of_a_PNG_stay_the_chunks_that_are_seen()
    {
        byte[] file =
        [
            .. Head, .. Chunk("IHDR", new byte[13]), .. Chunk("tEXt", Hidden), .. Chunk("zTXt", Hidden), .. Chunk("iTXt", Hidden),
            .. Chunk("eXIf", Hidden), .. Chunk("tIME", Hidden), .. Chunk("iCCP", Hidden), .. Chunk("prVt", Hidden), .. Chunk("gAMA", [0, 0, 177, 143]),
            .. Chunk("IDAT", [1, 2]), .. Chunk("IDAT", [3]), .. Chunk("IEND", []), .. Hidden,
        ];
        byte[] expected =
        [
            .. Head, .. Chunk("IHDR", new byte[13]), .. Chunk("gAMA", [0, 0, 177, 143]), .. Chunk("IDAT", [1, 2]), .. Chunk("IDAT", [3]), .. Chunk("IEND", []),
        ];
        Assert.Equal(expected, Pictures.Clean(file, "image/png", "n"));
    }

    [Fact]
    public void Of_a_JPEG_stay_its_tables_and_scans_and_how_it_is_turned()
    {
        byte[] exif = [.. "Exif\0\0"u8, .. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, .. Hidden];
        byte[] file =
        [
            0xFF, 0xD8, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 72, 0, 72, 1, 1, 9, 9, 9]), .. Segment(0xE1, exif), .. Segment(0xE2, Hidden),
            .. Segment(0xED, Hidden), .. Segment(0xFE, Hidden), .. Segment(0xDB, [0, 1]), .. Segment(0xC2, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
            .. Segment(0xC4, [0]), .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 0xFF, 0, 2, 0xFF, 0xD0, 3,
            .. Segment(0xC4, [1]), .. Segment(0xDA, [1, 1, 0, 1, 63, 0]), 4, 0xFF, 0xD9, .. Hidden,
        ];
        var clean = Pictures.Clean(file, "image/jpeg", "n")!;
        Assert.Equal(-1, clean.AsSpan().IndexOf(Hidden));
        byte[] turned = [.. Segment(0xE1, [.. "Exif\0\0MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0])];
        byte[] expected =
        [
            0xFF, 0xD8, .. Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 0, 0, 72, 0, 72, 0, 0]), .. Segment(0xDB, [0, 1]), .. turned,
            .. Segment(0xC2, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]), .. Segment(0xC4, [0]), .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 1, 0xFF, 0, 2, 0xFF, 0xD0, 3,
            .. Segment(0xC4, [1]), .. Segment(0xDA, [1, 1, 0, 1, 63, 0]), 4, 0xFF, 0xD9,
        ];
        Assert.Equal(expected, clean);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_a_DICOM_object_stay_its_pixels_and_what_shows_them_under_new_names(bool isExplicit)
    {
        byte[] file =
        [
            .. Start(isExplicit ? "1.2.840.10008.1.2.1" : "1.2.840.10008.1.2"),
            .. Element(isExplicit, 0x0008_0018, "UI", "1.2.3.4711"), .. Element(isExplicit, 0x0008_0020, "DA", "20260302"),
            .. Element(isExplicit, 0x0008_0060, "CS", "CT"), .. Element(isExplicit, 0x0008_0080, "LO", Secret),
            .. Sequence(isExplicit, 0x0008_1140, Element(isExplicit, 0x0010_0010, "PN", Secret)),
            .. Element(isExplicit, 0x0009_0010, "LO", Secret), .. Element(isExplicit, 0x0010_0010, "PN", Secret), .. Element(isExplicit, 0x0020_000D, "UI", "1.2.3.4712"),
            .. Element(isExplicit, 0x0028_0004, "CS", "MONOCHROME2 "), .. Element(isExplicit, 0x0028_0301, "CS", "NO"),
            .. Element(isExplicit, 0x0028_1050, "DS", "40"), .. Element(isExplicit, 0x6000_3000, "OW", Secret), .. Element(isExplicit, 0x7FE0_0010, "OW", "pixels"),
        ];
        var clean = Pictures.Clean(file, "application/dicom", "abcdefghijklmnopqrstuvwxyz")!;
        var text = Encoding.Latin1.GetString(clean);
        Assert.All((string[])[Secret, "4711", "4712", "20260302"], one => Assert.DoesNotContain(one, text, StringComparison.Ordinal));
        Assert.All((string[])["DICM", "1.2.840.10008.1.2.1", "MONOCHROME2", "40", "pixels", "2.25."], one => Assert.Contains(one, text, StringComparison.Ordinal));
        Assert.Equal(clean, Pictures.Clean(clean, "application/dicom", "abcdefghijklmnopqrstuvwxyz")); // What is clean is clean.
        Assert.NotEqual(clean, Pictures.Clean(file, "application/dicom", "bbbbbbbbbbbbbbbbbbbbbbbbbb"));
    }

    [Theory]
    [InlineData("1.2.840.10008.1.2.2", "NO")] // Big endian.
    [InlineData("1.2.840.10008.1.2.1.99", "NO")] // Deflated.
    [InlineData("1.2.840.10008.1.2.1", "YES ")] // Words are burnt in.
    public void An_object_that_cannot_be_cleaned_is_not_taken(string syntax, string burnt) => Assert.Null(Pictures.Clean(
        [.. Start(syntax), .. Element(true, 0x0028_0301, "CS", burnt), .. Element(true, 0x7FE0_0010, "OW", "pixels")], "application/dicom", "n"));

    [Fact]
    public void Fragments_of_a_compressed_object_stay_as_they_are()
    {
        byte[] fragments = [.. Item([]), .. Item([1, 2, 3, 4]), 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0];
        byte[] pixels = [0xE0, 0x7F, 0x10, 0, .. "OB"u8, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. fragments];
        byte[] file = [.. Start("1.2.840.10008.1.2.4.50"), .. Element(true, 0x0010_0010, "PN", Secret), .. pixels];
        var clean = Pictures.Clean(file, "application/dicom", "n")!;
        Assert.True(clean.AsSpan().EndsWith(pixels));
        Assert.Equal(-1, clean.AsSpan().IndexOf(Hidden));
    }

    [Fact]
    public void Whatever_comes_nothing_is_thrown_and_what_is_no_picture_is_not_taken()
    {
        var random = new Random(7);
        byte[][] starts = [Head, [0xFF, 0xD8], Start("1.2.840.10008.1.2.1"), Start("1.2.840.10008.1.2")];
        for (var i = 0; i < 20_000; i++)
        {
            var tail = new byte[random.Next(0, 64)];
            random.NextBytes(tail);
            byte[] file = [.. starts[i % starts.Length], .. tail];
            foreach (var kind in (string[])["image/png", "image/jpeg", "application/dicom"])
            {
                _ = Pictures.Clean(file, kind, "n");
            }
        }

        Assert.Null(Pictures.Clean("%PDF-1.4"u8, "application/pdf", "n"));
        Assert.Null(Pictures.Clean([], "image/png", "n"));
        Assert.Null(Pictures.Clean([.. Head, .. Chunk("IHDR", new byte[13])], "image/png", "n"));
    }

    private static byte[] Head => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    private static byte[] Chunk(string name, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(name), .. content, 1, 2, 3, 4];
    }

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, 0, (byte)(content.Length + 2), .. content];

    private static byte[] Start(string syntax) =>
        [.. new byte[128], .. "DICM"u8, .. Element(true, 0x0002_0010, "UI", syntax.Length % 2 == 0 ? syntax : syntax + "\0")];

    private static byte[] Item(byte[] content) => [0xFE, 0xFF, 0, 0xE0, (byte)content.Length, 0, 0, 0, .. content];

    private static byte[] Sequence(bool isExplicit, uint tag, byte[] content) =>
    [
        .. Tag(tag), .. isExplicit ? [(byte)'S', (byte)'Q', 0, 0] : (byte[])[], 0xFF, 0xFF, 0xFF, 0xFF,
        0xFE, 0xFF, 0, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF, .. content, 0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
    ];

    private static byte[] Element(bool isExplicit, uint tag, string form, string value) => (isExplicit, form) switch
    {
        (false, _) => [.. Tag(tag), (byte)value.Length, 0, 0, 0, .. Encoding.ASCII.GetBytes(value)],
        (true, "OW") => [.. Tag(tag), .. Encoding.ASCII.GetBytes(form), 0, 0, (byte)value.Length, 0, 0, 0, .. Encoding.ASCII.GetBytes(value)],
        _ => [.. Tag(tag), .. Encoding.ASCII.GetBytes(form), (byte)value.Length, 0, .. Encoding.ASCII.GetBytes(value)],
    };

    private static byte[] Tag(uint tag) => [(byte)(tag >> 16), (byte)(tag >> 24), (byte)tag, (byte)(tag >> 8)];
}
