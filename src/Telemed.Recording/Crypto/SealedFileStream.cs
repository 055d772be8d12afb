using System.Security.Cryptography;

namespace Telemed.Recording.Crypto;

/// <summary>
/// Reads a <see cref="SealedFile"/>: seekable, decrypting as it goes. A changed byte makes the read that meets it throw
/// <see cref="InvalidDataException"/>; nothing unauthenticated is given out. One thread at a time.
/// </summary>
public sealed class SealedFileStream : Stream
{
    private readonly Stream _file;
    private readonly byte[] _head;
    private readonly AesGcm _cipher;
    private readonly byte[] _sealed = new byte[SealedFile.ChunkLength + SealedFile.TagLength];
    private readonly byte[] _plain = new byte[SealedFile.ChunkLength];
    private long _chunk = -1;
    private long _position;

    internal SealedFileStream(Stream file, byte[] head, long length, AesGcm cipher)
    {
        _file = file;
        _head = head;
        Length = length;
        _cipher = cipher;
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The file was changed.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (_position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var number = _position / SealedFile.ChunkLength;
        var length = (int)Math.Min(SealedFile.ChunkLength, Length - (number * SealedFile.ChunkLength));
        Load(number, length);
        var at = (int)(_position % SealedFile.ChunkLength);
        var count = Math.Min(buffer.Length, length - at);
        _plain.AsSpan(at, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cipher.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Load(long number, int length)
    {
        if (_chunk == number)
        {
            return;
        }

        _chunk = -1;
        var bytes = _sealed.AsSpan(0, length + SealedFile.TagLength);
        _file.Position = SealedFile.HeadLength + (number * (SealedFile.ChunkLength + SealedFile.TagLength));
        _file.ReadExactly(bytes);
        Span<byte> nonce = stackalloc byte[12];
        SealedFile.WriteNonce(nonce, number);
        try
        {
            _cipher.Decrypt(nonce, bytes[..length], bytes[length..], _plain.AsSpan(0, length), _head);
        }
        catch (AuthenticationTagMismatchException exception)
        {
            throw new InvalidDataException("The recording was changed on the disk.", exception);
        }

        _chunk = number;
    }
}
