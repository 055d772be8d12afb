using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Telemed.Consults.Library;

/// <summary>
/// A DICOM object with nothing but its pixels and what one needs to show them (PS3.3, C.7.6.3): attributes stay by a list,
/// names of objects are new, and everything else goes, private attributes, overlays and sequences with it. An object whose
/// device says that it has burnt words into the picture is not taken (PS3.15, annex E). Pure.
/// </summary>
public static class DicomPixels
{
    private const int Preamble = 132;
    private const uint Undefined = 0xFFFF_FFFF;
    private const uint BurnedIn = 0x0028_0301;
    private const uint PixelData = 0x7FE0_0010;
    private const string ImplicitSyntax = "1.2.840.10008.1.2";
    private const string ExplicitSyntax = "1.2.840.10008.1.2.1";

    /// <summary>What may stay, and how each is written where the object does not say so itself.</summary>
    private static readonly Dictionary<uint, string> Kept = new()
    {
        [0x0008_0016] = "UI",
        [0x0008_0060] = "CS",
        [0x0018_0050] = "DS",
        [0x0018_1063] = "DS",
        [0x0018_1164] = "DS",
        [0x0028_0002] = "US",
        [0x0028_0004] = "CS",
        [0x0028_0006] = "US",
        [0x0028_0008] = "IS",
        [0x0028_0010] = "US",
        [0x0028_0011] = "US",
        [0x0028_0030] = "DS",
        [0x0028_0034] = "IS",
        [0x0028_0100] = "US",
        [0x0028_0101] = "US",
        [0x0028_0102] = "US",
        [0x0028_0103] = "US",
        [0x0028_1050] = "DS",
        [0x0028_1051] = "DS",
        [0x0028_1052] = "DS",
        [0x0028_1053] = "DS",
        [0x0028_1054] = "LO",
        [0x0028_1101] = "US",
        [0x0028_1102] = "US",
        [0x0028_1103] = "US",
        [0x0028_1201] = "OW",
        [0x0028_1202] = "OW",
        [0x0028_1203] = "OW",
        [0x0028_2110] = "CS",
        [PixelData] = "OW",
    };

    /// <summary>The object cleaned; <c>null</c> when it cannot be read, has no pixels, or words are burnt into them.</summary>
    /// <param name="content">The file (PS3.10).</param>
    /// <param name="name">From what its new names are made.</param>
    public static byte[]? Clean(ReadOnlySpan<byte> content, string name)
    {
        if (content.Length < Preamble || !content[128..].StartsWith("DICM"u8))
        {
            return null;
        }

        var at = Preamble;
        var syntax = string.Empty;
        while (at + 8 <= content.Length && BinaryPrimitives.ReadUInt16LittleEndian(content[at..]) == 2)
        {
            if (!TryRead(content, ref at, isExplicit: true, out var element))
            {
                return null;
            }

            syntax = element.Tag == 0x0002_0010 ? Ascii(content, element) : syntax;
        }

        // Deflated and big-endian objects are read by nobody here; all compressed ones are written in explicit form.
        if (!syntax.StartsWith(ImplicitSyntax, StringComparison.Ordinal) || syntax is ExplicitSyntax + ".99" or ImplicitSyntax + ".2")
        {
            return null;
        }

        var kept = new List<(Element Element, byte[] Value)>();
        while (at < content.Length)
        {
            if (!TryRead(content, ref at, syntax != ImplicitSyntax, out var element))
            {
                return null;
            }

            if (element.Tag == BurnedIn && Ascii(content, element) != "NO")
            {
                return null;
            }

            if (Kept.TryGetValue(element.Tag, out var form))
            {
                kept.Add((element with { Form = element.Form ?? form }, content.Slice(element.At, element.Length).ToArray()));
            }
        }

        return kept.Exists(one => one.Element.Tag == PixelData) ? Write(kept, syntax == ImplicitSyntax ? ExplicitSyntax : syntax, name) : null;
    }

    private static byte[] Write(List<(Element Element, byte[] Value)> kept, string syntax, string name)
    {
        var kind = kept.Find(one => one.Element.Tag == 0x0008_0016).Value ?? "1.2.840.10008.5.1.4.1.1.7"u8.ToArray();
        var made = Uid(name, 1);
        var head = new List<byte>();
        Add(head, 0x0002_0001, "OB", [0, 1]);
        Add(head, 0x0002_0002, "UI", kind);
        Add(head, 0x0002_0003, "UI", made);
        Add(head, 0x0002_0010, "UI", Encoding.ASCII.GetBytes(syntax));
        Add(head, 0x0002_0012, "UI", Uid("telemed", 0));
        var whole = new List<byte>(new byte[128]);
        whole.AddRange("DICM"u8);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, head.Count);
        Add(whole, 0x0002_0000, "UL", length);
        whole.AddRange(head);

        // New names of the object, its study and its series stand in their places.
        var all = kept.ConvertAll(one => (one.Element.Tag, Form: one.Element.Form!, one.Value, one.Element.IsOpen));
        all.Add((0x0008_0018, "UI", made, false));
        all.Add((0x0020_000D, "UI", Uid(name, 2), false));
        all.Add((0x0020_000E, "UI", Uid(name, 3), false));
        foreach (var (tag, form, value, isOpen) in all.OrderBy(one => one.Tag))
        {
            Add(whole, tag, form, value, isOpen);
        }

        return [.. whole];
    }

    private static void Add(List<byte> to, uint tag, string form, byte[] value, bool isOpen = false)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt16LittleEndian(four, (ushort)(tag >> 16));
        BinaryPrimitives.WriteUInt16LittleEndian(four[2..], (ushort)tag);
        to.AddRange(four);
        to.AddRange(Encoding.ASCII.GetBytes(form));
        var pad = value.Length % 2;
        if (IsLong(form))
        {
            BinaryPrimitives.WriteUInt32LittleEndian(four, isOpen ? Undefined : (uint)(value.Length + pad));
            to.AddRange([0, 0, .. four]);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(four, (ushort)(value.Length + pad));
            to.AddRange(four[..2]);
        }

        to.AddRange(value);
        to.AddRange(new byte[pad]);
    }

    private static bool TryRead(ReadOnlySpan<byte> content, ref int at, bool isExplicit, out Element element)
    {
        element = default;
        if (at + 8 > content.Length)
        {
            return false;
        }

        var tag = ((uint)BinaryPrimitives.ReadUInt16LittleEndian(content[at..]) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(content[(at + 2)..]);
        var form = isExplicit ? Encoding.ASCII.GetString(content.Slice(at + 4, 2)) : null;
        var (header, isWide) = form is null ? (8, false) : IsLong(form) ? (12, true) : (8, false);
        if (at + header > content.Length)
        {
            return false;
        }

        var length = form is null ? BinaryPrimitives.ReadUInt32LittleEndian(content[(at + 4)..])
            : isWide ? BinaryPrimitives.ReadUInt32LittleEndian(content[(at + 8)..])
            : BinaryPrimitives.ReadUInt16LittleEndian(content[(at + 6)..]);
        at += header;
        var isOpen = length == Undefined;
        var size = isOpen ? OpenLength(content[at..], isExplicit, 0) : length <= int.MaxValue ? (int)length : -1;
        if (size < 0 || size > content.Length - at)
        {
            return false;
        }

        element = new(tag, form, at, size, isOpen);
        at += size;
        return true;
    }

    /// <summary>How long a sequence, an item or fragments without a length are, their end included; -1 when they have none.</summary>
    private static int OpenLength(ReadOnlySpan<byte> content, bool isExplicit, int depth)
    {
        for (var at = 0; at + 8 <= content.Length && depth < 16;)
        {
            var tag = ((uint)BinaryPrimitives.ReadUInt16LittleEndian(content[at..]) << 16) | BinaryPrimitives.ReadUInt16LittleEndian(content[(at + 2)..]);
            if (tag is 0xFFFE_E0DD or 0xFFFE_E00D)
            {
                return at + 8;
            }

            if (tag == 0xFFFE_E000)
            {
                var length = BinaryPrimitives.ReadUInt32LittleEndian(content[(at + 4)..]);
                at += 8;
                var size = length == Undefined ? OpenLength(content[at..], isExplicit, depth + 1) : (int)Math.Min(length, int.MaxValue);
                if (size < 0 || size > content.Length - at)
                {
                    return -1;
                }

                at += size;
            }
            else if (!TryRead(content, ref at, isExplicit, out _))
            {
                return -1;
            }
        }

        return -1;
    }

    private static bool IsLong(string form) =>
        form is "OB" or "OD" or "OF" or "OL" or "OV" or "OW" or "SQ" or "SV" or "UC" or "UN" or "UR" or "UT" or "UV";

    private static string Ascii(ReadOnlySpan<byte> content, Element element) =>
        Encoding.ASCII.GetString(content.Slice(element.At, element.Length)).Trim('\0', ' ');

    /// <summary>A name under 2.25 (PS3.5, B.2): a number made of what was drawn at random.</summary>
    private static byte[] Uid(string name, byte place)
    {
        var number = new BigInteger([place, .. Encoding.ASCII.GetBytes(name).Take(14)], isUnsigned: true);
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"2.25.{number}"));
    }

    private readonly record struct Element(uint Tag, string? Form, int At, int Length, bool IsOpen);
}
