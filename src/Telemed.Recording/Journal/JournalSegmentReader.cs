using System.Buffers.Binary;
using System.Security.Cryptography;
using Telemed.Recording.Crypto;

namespace Telemed.Recording.Journal;

/// <summary>
/// Reads the records of one segment of an epoch's file in order, stepping over the chunks of the others. Bytes that are cut or changed cost the chunk they lie in, never the
/// rest: what was stepped over is in <see cref="Damages"/>. Bad content never throws. One thread at a time.
/// </summary>
public sealed class JournalSegmentReader : IDisposable
{
    private const int ScanBlock = 64 * 1024;
    private static readonly byte[] ChunkMagic = MagicBytes();

    private readonly Stream _file;
    private readonly int _track;
    private readonly CaseKey _key;
    private readonly SortedSet<int> _tracks = [];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _chain = new byte[JournalChunkHeader.ChainLength];
    private readonly List<JournalDamage> _damages = [];
    private AesGcm? _cipher;
    private UInt128 _salt;
    private byte[] _chunk = new byte[ScanBlock];
    private byte[] _plain = new byte[ScanBlock];
    private long _offset;
    private int _position;
    private int _length;
    private uint _expected;
    private bool _done;

    /// <summary>Opens a segment.</summary>
    /// <param name="file">The file's bytes; seekable. Not disposed of by the reader.</param>
    /// <param name="track">The track within the epoch; 0 is the epoch's index.</param>
    /// <param name="key">The case's key.</param>
    public JournalSegmentReader(Stream file, int track, CaseKey key)
    {
        _file = file;
        _track = track;
        _key = key;
        ReadHeader();
    }

    /// <summary>The file's head; null when it is damaged.</summary>
    public JournalSegmentHeader? Header { get; private set; }

    /// <summary>The tracks of which a chunk was met so far, ascending; all of the file's once <see cref="TryRead"/> returned
    /// false.</summary>
    public IReadOnlySet<int> Tracks => _tracks;

    /// <summary>What was stepped over so far, in file order.</summary>
    public IReadOnlyList<JournalDamage> Damages => _damages;

    /// <summary>How the file ends; meaningful once <see cref="TryRead"/> returned false.</summary>
    public JournalEnd End { get; private set; } = JournalEnd.Unfinished;

    /// <summary>The last link of the hash chain that was read.</summary>
    public ReadOnlySpan<byte> Chain => _chain;

    /// <summary>Chunks that were read.</summary>
    public int Chunks { get; private set; }

    /// <summary>Bytes of the segment's chunks so far, those that could not be opened included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads the next record, which is valid until the next call; false at the end.</summary>
    public bool TryRead(out JournalRecord record)
    {
        while (true)
        {
            if (_position < _length)
            {
                if (JournalRecord.TryRead(_plain.AsSpan(_position, _length - _position), out record, out var length))
                {
                    _position += length;
                    return true;
                }

                _damages.Add(new(_offset, _length - _position, JournalDamageKind.Record));
                _position = _length;
            }

            if (_done || !NextChunk())
            {
                _done = true;
                record = default;
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher?.Dispose();
        _hash.Dispose();
    }

    private void ReadHeader()
    {
        var start = new byte[8192];
        _file.Position = 0;
        var count = _file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (JournalSegmentHeader.TryParse(start.AsSpan(0, count), out var header, out var length))
        {
            Header = header;
            _offset = length;
            JournalSegmentWriter.FirstLink(_chain, start.AsSpan(0, length), _track);
            return;
        }

        var next = FindChunk(0);
        _damages.Add(new(0, next ?? _file.Length, JournalDamageKind.SegmentHeader));
        _offset = next ?? _file.Length;
        End = next is null ? JournalEnd.Torn : JournalEnd.Unfinished;
    }

    /// <summary>Opens the next chunk that can be opened; false at the file's end.</summary>
    private bool NextChunk()
    {
        while (true)
        {
            var left = _file.Length - _offset;
            if (left == 0)
            {
                return false;
            }

            if (!TryReadHeader(out var header))
            {
                if (!StepOver())
                {
                    return false;
                }

                continue;
            }

            if (left < header.ChunkLength)
            {
                // Either the last write was cut, or a number in the head is wrong in spite of its sum.
                return Torn(left);
            }

            _tracks.Add(header.Track);
            if (header.Track != _track)
            {
                _offset += header.ChunkLength;
            }
            else if (Open(header))
            {
                return true;
            }
        }
    }

    private bool TryReadHeader(out JournalChunkHeader header)
    {
        Span<byte> head = stackalloc byte[JournalChunkHeader.Length];
        _file.Position = _offset;
        var count = _file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return JournalChunkHeader.TryParse(head[..count], out header);
    }

    private bool StepOver()
    {
        if (FindChunk(_offset + 1) is not { } next)
        {
            return Torn(_file.Length - _offset);
        }

        _damages.Add(new(_offset, next - _offset, JournalDamageKind.ChunkHeader));
        _offset = next;
        return true;
    }

    private bool Torn(long length)
    {
        _damages.Add(new(_offset, length, JournalDamageKind.TornTail));
        End = JournalEnd.Torn;
        return false;
    }

    /// <summary>Decrypts the chunk at the offset and moves behind it; false when it does not authenticate.</summary>
    private bool Open(JournalChunkHeader header)
    {
        var start = _offset;
        Bytes += header.ChunkLength;
        Grow(header);
        _file.Position = start;
        _file.ReadExactly(_chunk.AsSpan(0, header.ChunkLength));
        _offset += header.ChunkLength;
        var authentic = Decrypt(header);
        CheckChain(start, header);
        if (header.Sequence != _expected)
        {
            _damages.Add(new(start, 0, JournalDamageKind.MissingChunks));
        }

        _expected = header.Sequence + 1;
        if (!authentic)
        {
            _damages.Add(new(start, header.ChunkLength, JournalDamageKind.ChunkBody));
            return false;
        }

        Chunks++;
        End = header.Last ? JournalEnd.Complete : JournalEnd.Unfinished;
        _length = header.BodyLength;
        _position = 0;
        return true;
    }

    private bool Decrypt(JournalChunkHeader header)
    {
        if (_cipher is null || _salt != header.Salt)
        {
            _cipher?.Dispose();
            _cipher = _key.OpenFile(header.Salt, JournalSegmentWriter.Purpose);
            _salt = header.Salt;
        }

        Span<byte> nonce = stackalloc byte[12];
        JournalSegmentWriter.WriteNonce(nonce, header.Sequence);
        var head = _chunk.AsSpan(0, JournalChunkHeader.Length);
        var body = _chunk.AsSpan(head.Length, header.BodyLength);
        var tag = _chunk.AsSpan(head.Length + header.BodyLength, JournalChunkHeader.TagLength);
        try
        {
            _cipher.Decrypt(nonce, body, tag, _plain.AsSpan(0, header.BodyLength), head);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Compares the chain that the file states with the one that its bytes give, and goes on with the former,
    /// so that one change shows at one place.</summary>
    private void CheckChain(long start, JournalChunkHeader header)
    {
        var chunk = _chunk.AsSpan(0, header.ChunkLength);
        var stated = chunk[^JournalChunkHeader.ChainLength..];
        var tag = chunk[^JournalChunkHeader.Trailer..^JournalChunkHeader.ChainLength];
        JournalSegmentWriter.NextChain(_hash, _chain, chunk[..JournalChunkHeader.Length], tag);
        if (!_chain.AsSpan().SequenceEqual(stated))
        {
            _damages.Add(new(start, 0, JournalDamageKind.Chain));
            stated.CopyTo(_chain);
        }
    }

    private void Grow(JournalChunkHeader header)
    {
        if (_chunk.Length < header.ChunkLength)
        {
            _chunk = new byte[header.ChunkLength];
        }

        if (_plain.Length < header.BodyLength)
        {
            _plain = new byte[header.BodyLength];
        }
    }

    /// <summary>The first place at or behind <paramref name="from"/> where a whole chunk head lies that may come next; null
    /// when there is none.</summary>
    private long? FindChunk(long from)
    {
        var block = new byte[ScanBlock];
        for (var start = from; start < _file.Length; start += block.Length - JournalChunkHeader.Length + 1)
        {
            _file.Position = start;
            var count = _file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            var at = 0;
            while (block.AsSpan(at, count - at).IndexOf(ChunkMagic) is var found and >= 0)
            {
                at += found;
                if (JournalChunkHeader.TryParse(block.AsSpan(at, count - at), out var header)
                    && (header.Track != _track || header.Sequence >= _expected))
                {
                    return start + at;
                }

                at++;
            }

            if (count < block.Length)
            {
                return null;
            }
        }

        return null;
    }

    private static byte[] MagicBytes()
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, JournalChunkHeader.Magic);
        return bytes;
    }
}
