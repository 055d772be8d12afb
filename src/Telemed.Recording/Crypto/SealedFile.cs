using System.Buffers.Binary;

namespace Telemed.Recording.Crypto;

/// <summary>
/// The format of finished files: encrypted in chunks of 64 KiB, so that a reader can begin anywhere and every byte it
/// gives out has been authenticated.
/// </summary>
/// <remarks>
/// Little-endian: magic with version (8), content length (8), salt (16); then the chunks, each ciphertext and tag (16). A
/// chunk's nonce is its number, its associated data the head. The salt is made of the case's key and the content's
/// SHA-256: the same content gives the same file, and no key is ever used for two contents.
/// </remarks>
public static class SealedFile
{
    /// <summary>Bytes of content in a chunk; the last one has fewer.</summary>
    public const int ChunkLength = 64 * 1024;

    internal const int HeadLength = 32;
    internal const int TagLength = 16;

    internal static ReadOnlySpan<byte> Magic => "TMF1\r\n\x1a\n"u8;

    internal static ReadOnlySpan<byte> Purpose => "telemed finished file 1"u8;

    /// <summary>Encrypts a content.</summary>
    /// <param name="content">Read from its current position to its end.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="contentHash">Its SHA-256.</param>
    /// <param name="key">The case's key.</param>
    /// <param name="output">Where to write.</param>
    /// <exception cref="EndOfStreamException">The content is shorter than it was said to be.</exception>
    public static void Write(Stream content, long length, ReadOnlySpan<byte> contentHash, CaseKey key, Stream output)
    {
        var salt = key.SaltFor(contentHash);
        using var cipher = key.OpenFile(salt, Purpose);
        Span<byte> head = stackalloc byte[HeadLength];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], length);
        BinaryPrimitives.WriteUInt128LittleEndian(head[16..], salt);
        output.Write(head);
        var plain = new byte[ChunkLength];
        var chunk = new byte[ChunkLength + TagLength];
        Span<byte> nonce = stackalloc byte[12];
        for (long number = 0; number * ChunkLength < length; number++)
        {
            var count = (int)Math.Min(ChunkLength, length - (number * ChunkLength));
            content.ReadExactly(plain, 0, count);
            WriteNonce(nonce, number);
            cipher.Encrypt(nonce, plain.AsSpan(0, count), chunk.AsSpan(0, count), chunk.AsSpan(count, TagLength), head);
            output.Write(chunk, 0, count + TagLength);
        }
    }

    /// <summary>Opens a sealed file for reading; null when it is none, is cut, or the key is not its own.</summary>
    /// <param name="file">Seekable; the returned stream owns it. Left alone when null is returned.</param>
    /// <param name="key">The case's key.</param>
    public static SealedFileStream? TryOpen(Stream file, CaseKey key)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        file.Position = 0;
        if (file.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) < HeadLength || !head.StartsWith(Magic))
        {
            return null;
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(head[8..]);
        var chunks = (length + ChunkLength - 1) / ChunkLength;
        return length < 0 || file.Length != HeadLength + length + (chunks * TagLength)
            ? null
            : new(file, head.ToArray(), length, key.OpenFile(BinaryPrimitives.ReadUInt128LittleEndian(head[16..]), Purpose));
    }

    internal static void WriteNonce(Span<byte> nonce, long number)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(nonce, number);
    }
}
