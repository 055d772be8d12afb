using System.Buffers.Binary;
using System.Text.Json;

namespace Telemed.Recording.Journal;

/// <summary>
/// The plain head of an epoch's file, and with it of every segment in it: eight magic bytes with the format's version, the length of a JSON text, the text,
/// and a CRC-32C. It only says whose file this is; a reader does without when it is damaged.
/// </summary>
/// <param name="RecordingId">The recording.</param>
/// <param name="ConsultId">The consult, whose case key opens the file.</param>
/// <param name="Epoch">The epoch, from 0.</param>
public sealed record JournalSegmentHeader(string RecordingId, string ConsultId, int Epoch)
{
    /// <summary>Version 3 of the format, and guards against a transfer that changes line ends.</summary>
    private static ReadOnlySpan<byte> Magic => "TMJ3\r\n\x1a\n"u8;

    private const int MaximumText = 4096;

    /// <summary>The header as bytes.</summary>
    public byte[] ToBytes()
    {
        var text = JsonSerializer.SerializeToUtf8Bytes(this, JournalJson.Default.JournalSegmentHeader);
        var bytes = new byte[Magic.Length + 4 + text.Length + 4];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Magic.Length), text.Length);
        text.CopyTo(bytes, Magic.Length + 4);
        var end = bytes.Length - 4;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(end), Crc32C.Compute(bytes.AsSpan(0, end)));
        return bytes;
    }

    /// <summary>Reads the header at the start of a file; false when it is cut or damaged.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out JournalSegmentHeader? header, out int length)
    {
        header = null;
        length = 0;
        if (source.Length < Magic.Length + 8 || !source.StartsWith(Magic))
        {
            return false;
        }

        var text = BinaryPrimitives.ReadInt32LittleEndian(source[Magic.Length..]);
        if (text is < 0 or > MaximumText || source.Length < Magic.Length + 8 + text)
        {
            return false;
        }

        var end = Magic.Length + 4 + text;
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[end..]) != Crc32C.Compute(source[..end]))
        {
            return false;
        }

        header = JournalJson.Read(source[(Magic.Length + 4)..end], JournalJson.Default.JournalSegmentHeader);
        length = end + 4;
        return header is not null;
    }
}
