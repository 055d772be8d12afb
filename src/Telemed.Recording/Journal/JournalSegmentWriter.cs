using System.Buffers.Binary;
using System.Security.Cryptography;
using Telemed.Recording.Crypto;
using Telemed.Rtc.Time;

namespace Telemed.Recording.Journal;

/// <summary>
/// Turns the records of one track into the chunks of its segment, which lie between those of others in the epoch's file: collect with <see cref="TryAppend"/>, then
/// <see cref="Seal"/> makes an encrypted, chained chunk of them. Buffers are made once; nothing is allocated for a
/// record. One thread at a time.
/// </summary>
public sealed class JournalSegmentWriter : IDisposable
{
    /// <summary>What each segment key is derived for.</summary>
    internal static ReadOnlySpan<byte> Purpose => "telemed journal segment 1"u8;

    private readonly AesGcm _cipher;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly int _track;
    private readonly UInt128 _salt;
    private readonly byte[] _chunk; // head, records, tag and link in their places: the records are encrypted where they lie
    private readonly int _capacity;
    private readonly byte[] _chain = new byte[JournalChunkHeader.ChainLength];
    private int _length;
    private int _records;
    private long _firstNanoseconds;
    private uint _sequence;

    /// <summary>Begins a segment.</summary>
    /// <param name="header">The head of the file that it lies in.</param>
    /// <param name="track">The track within the epoch; 0 is the epoch's index.</param>
    /// <param name="key">The case's key.</param>
    /// <param name="salt">16 random bytes, never used for another segment.</param>
    /// <param name="capacity">Bytes of records that one chunk takes at most, 4 KiB to 1 MiB; no record is longer.</param>
    public JournalSegmentWriter(JournalSegmentHeader header, int track, CaseKey key, UInt128 salt, int capacity = 32 * 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 4096);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, JournalChunkHeader.MaximumBody);
        _track = track;
        _salt = salt;
        _cipher = key.OpenFile(salt, Purpose);
        _capacity = capacity;
        _chunk = new byte[JournalChunkHeader.Length + capacity + JournalChunkHeader.Trailer];
        FirstLink(_chain, header.ToBytes(), track);
    }

    /// <summary>Whether records wait to be sealed.</summary>
    public bool Pending => _records > 0;

    /// <summary>Bytes that the waiting records take.</summary>
    public int PendingBytes => _length;

    /// <summary>Takes a record; false when the chunk is full and has to be sealed first.</summary>
    public bool TryAppend(JournalRecordKind kind, MonotonicTime receivedAt, ReadOnlySpan<byte> payload)
    {
        if (_capacity - _length < JournalRecord.Overhead + payload.Length)
        {
            return false;
        }

        if (_records++ == 0)
        {
            _firstNanoseconds = receivedAt.Nanoseconds;
        }

        _length += JournalRecord.Write(_chunk.AsSpan(JournalChunkHeader.Length + _length), kind, receivedAt, payload);
        return true;
    }

    /// <summary>Makes a chunk of the waiting records.</summary>
    /// <param name="last">Whether nothing of the track follows: a reader knows then that it is whole.</param>
    /// <returns>Bytes to append to the file; valid until the next call.</returns>
    public ReadOnlyMemory<byte> Seal(bool last)
    {
        var header = new JournalChunkHeader(_sequence, _length, last, _track, _firstNanoseconds, _salt, _records);
        var chunk = _chunk.AsSpan(0, header.ChunkLength);
        var head = chunk[..JournalChunkHeader.Length];
        var tag = chunk.Slice(JournalChunkHeader.Length + _length, JournalChunkHeader.TagLength);
        header.Write(head);
        Span<byte> nonce = stackalloc byte[12];
        WriteNonce(nonce, _sequence);
        var body = chunk.Slice(head.Length, _length);
        _cipher.Encrypt(nonce, body, body, tag, head);
        NextChain(_hash, _chain, head, tag);
        _chain.CopyTo(chunk[^JournalChunkHeader.ChainLength..]);
        _sequence++;
        _length = 0;
        _records = 0;
        return _chunk.AsMemory(0, header.ChunkLength);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _cipher.Dispose();
        _hash.Dispose();
    }

    /// <summary>Each segment has a key of its own, so the chunk's number is nonce enough.</summary>
    internal static void WriteNonce(Span<byte> nonce, uint sequence)
    {
        nonce.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(nonce, sequence);
    }

    /// <summary>What a segment's chain begins with: the file's head and the track.</summary>
    internal static void FirstLink(Span<byte> chain, ReadOnlySpan<byte> head, int track)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(number, track);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        hash.AppendData(number);
        hash.GetHashAndReset(chain);
    }

    /// <summary>Replaces <paramref name="chain"/> by the next link over a chunk's head and tag. The tag stands for the body: who
    /// has no key cannot make another body for it, and who has one could write the whole chain anew (ADR 11).</summary>
    internal static void NextChain(IncrementalHash hash, Span<byte> chain, ReadOnlySpan<byte> head, ReadOnlySpan<byte> tag)
    {
        hash.AppendData(chain);
        hash.AppendData(head);
        hash.AppendData(tag);
        hash.GetHashAndReset(chain);
    }
}
