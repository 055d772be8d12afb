using System.Buffers.Binary;

namespace Telemed.Consults.Library;

/// <summary>
/// Pictures without anything but the picture: of a JPEG and a PNG stays what a decoder needs, by a list of what may stay; of
/// a DICOM object, see <see cref="DicomPixels"/>. What cannot be cleaned so is not taken. Pure.
/// </summary>
public static class Pictures
{
    /// <summary>EXIF's orientation, the one thing in it without which a picture lies on its side.</summary>
    private const ushort Orientation = 0x0112;

    /// <summary>Chunks that say how the picture looks (PNG, section 11); texts, times and whatever else is private go.</summary>
    private static readonly HashSet<string> Shown = new(StringComparer.Ordinal)
    {
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "pHYs",
    };

    /// <summary>Whether files of this kind can be cleaned at all.</summary>
    public static bool CanClean(string mediaType) => mediaType is "image/png" or "image/jpeg" or "application/dicom";

    /// <summary>The file without what it says of somebody; <c>null</c> when it cannot be cleaned.</summary>
    /// <param name="content">The file.</param>
    /// <param name="mediaType">What it is, by its content.</param>
    /// <param name="name">A new name for an object of a device, drawn at random.</param>
    public static byte[]? Clean(ReadOnlySpan<byte> content, string mediaType, string name) => mediaType switch
    {
        "image/png" => CleanPng(content),
        "image/jpeg" => CleanJpeg(content),
        "application/dicom" => DicomPixels.Clean(content, name),
        _ => null,
    };

    private static byte[]? CleanPng(ReadOnlySpan<byte> content)
    {
        const int Head = 8;
        var kept = new List<byte>(content.Length);
        kept.AddRange(content[..Math.Min(Head, content.Length)]);
        for (var at = Head; at + 12 <= content.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(content[at..]);
            if (length > content.Length - at - 12)
            {
                return null;
            }

            var chunk = content.Slice(at, (int)length + 12);
            var name = string.Concat(chunk.Slice(4, 4).ToArray().Select(c => (char)c));
            if (kept.Count == Head && name != "IHDR")
            {
                return null;
            }

            if (Shown.Contains(name))
            {
                kept.AddRange(chunk);
            }

            if (name == "IEND")
            {
                return [.. kept]; // What was put behind the picture is no part of it.
            }

            at += chunk.Length;
        }

        return null;
    }

    private static byte[]? CleanJpeg(ReadOnlySpan<byte> content)
    {
        if (content.Length < 4 || content[0] != 0xFF || content[1] != 0xD8)
        {
            return null;
        }

        var kept = new List<byte>(content.Length) { 0xFF, 0xD8 };
        var turned = 1;
        var frame = false;
        for (var at = 2; at + 4 <= content.Length;)
        {
            if (content[at] != 0xFF)
            {
                return null;
            }

            var marker = content[at + 1];
            if (marker == 0xFF)
            {
                at++; // Any marker may be filled up in front.
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(content[(at + 2)..]);
            if (length < 2 || at + 2 + length > content.Length)
            {
                return null;
            }

            var segment = content.Slice(at, length + 2);
            at += segment.Length;
            switch (marker)
            {
                case 0xE0 when segment[4..].StartsWith("JFIF\0"u8) && segment.Length >= 18:
                    kept.AddRange([0xFF, 0xE0, 0, 16, .. segment.Slice(4, 12), 0, 0]); // Without the small picture in it.
                    break;
                case 0xE1 when segment[4..].StartsWith("Exif\0\0"u8):
                    turned = TurnOf(segment[10..]);
                    break;
                case 0xEE when segment[4..].StartsWith("Adobe"u8) && segment.Length == 16:
                    kept.AddRange(segment); // Which colours the numbers mean.
                    break;
                case 0xDA:
                    if (!frame)
                    {
                        return null;
                    }

                    kept.AddRange(segment);
                    var scan = ScanLength(content[at..]);
                    kept.AddRange(content.Slice(at, scan));
                    at += scan;
                    if (at + 2 <= content.Length && content[at + 1] == 0xD9)
                    {
                        kept.AddRange([0xFF, 0xD9]);
                        return [.. kept];
                    }

                    break;
                case 0xDB or 0xC4 or 0xDD or 0xCC or 0xDC:
                    kept.AddRange(segment);
                    break;
                case >= 0xC0 and <= 0xCF and not 0xC8:
                    kept.AddRange(turned is >= 2 and <= 8 && !frame ? [.. TurnedBy(turned), .. segment] : segment.ToArray());
                    frame = true;
                    break;
            }
        }

        return null;
    }

    /// <summary>How long the coded data are, up to the next marker that is none of theirs (ITU-T T.81, B.1.1.5).</summary>
    private static int ScanLength(ReadOnlySpan<byte> content)
    {
        for (var i = 0; i + 1 < content.Length; i++)
        {
            if (content[i] == 0xFF && content[i + 1] is not (0 or 0xFF or (>= 0xD0 and <= 0xD7)))
            {
                return i;
            }
        }

        return content.Length;
    }

    /// <summary>The orientation in the first directory of an EXIF's TIFF; 1, upright, when it says none.</summary>
    private static int TurnOf(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 10)
        {
            return 1;
        }

        var little = tiff[0] == (byte)'I';
        var directory = Read32(tiff[4..], little);
        if (directory > tiff.Length - 2)
        {
            return 1;
        }

        var entries = tiff[(int)directory..];
        for (var i = 0; i < Read16(entries, little) && 2 + ((i + 1) * 12) <= entries.Length; i++)
        {
            var entry = entries.Slice(2 + (i * 12), 12);
            if (Read16(entry, little) == Orientation)
            {
                return Read16(entry[8..], little);
            }
        }

        return 1;
    }

    private static ushort Read16(ReadOnlySpan<byte> from, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(from) : BinaryPrimitives.ReadUInt16BigEndian(from);

    private static uint Read32(ReadOnlySpan<byte> from, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(from) : BinaryPrimitives.ReadUInt32BigEndian(from);

    /// <summary>An EXIF of ours that says nothing but how the picture is turned.</summary>
    private static byte[] TurnedBy(int turn) =>
    [
        0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. "MM"u8, 0, 42, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)turn, 0, 0, 0, 0, 0, 0,
    ];
}
