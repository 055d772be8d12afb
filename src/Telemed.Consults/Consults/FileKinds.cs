namespace Telemed.Consults.Consults;

/// <summary>What a file is, by its first bytes: names and declared types say what somebody would like it to be. Pure.</summary>
public static class FileKinds
{
    /// <summary>The media type of a kind that is taken; <c>null</c> for everything else.</summary>
    public static string? Of(ReadOnlySpan<byte> content) => content switch
    {
        _ when content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) => "image/png",
        _ when content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => "image/jpeg",
        _ when content.StartsWith("%PDF-"u8) => "application/pdf",
        _ when content.Length > 132 && content[128..].StartsWith("DICM"u8) => "application/dicom", // PS3.10, section 7.1.
        _ when content.Length > 22 && content[16..].StartsWith("SCPECG"u8) => "application/x-scp-ecg", // EN 1064, section 0.
        _ => null,
    };
}
