using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;
using Telemed.Rtc.Time;

namespace Telemed.Media.Recording;

/// <summary>
/// The file of one epoch that is being written: the chunks of its index and of all its tracks, one after the other, so that
/// one sync is enough for all of them. Journal thread only.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private const long ReserveStep = 1 << 20;

    private readonly JournalDisk _disk;
    private readonly JournalSegmentHeader _header;
    private readonly CaseKey _key;
    private readonly SafeFileHandle _file;
    private readonly Dictionary<int, JournalSegmentWriter> _segments = [];
    private readonly List<ReadOnlyMemory<byte>> _chunks = [];
    private long _reserved;
    private long _committed;
    private bool _dirty;

    /// <summary>Makes the file with its head and without any track.</summary>
    /// <exception cref="IOException">It exists already, or the disk refuses.</exception>
    public JournalFile(JournalDisk disk, string path, JournalSegmentHeader header, CaseKey key)
    {
        (_disk, _header, _key) = (disk, header, key);
        _file = disk.Create(path);
        try
        {
            _chunks.Add(header.ToBytes());
            WriteChunks();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Whether a track's segment was begun.</summary>
    public bool Has(int track) => _segments.ContainsKey(track);

    /// <summary>Begins a track's segment; 0 is the index.</summary>
    public void Add(int track)
    {
        Span<byte> salt = stackalloc byte[16];
        RandomNumberGenerator.Fill(salt);
        _segments.Add(track, new(_header, track, _key, BinaryPrimitives.ReadUInt128LittleEndian(salt)));
    }

    /// <summary>Takes a record of a track that was added; writes a chunk when enough have come together.</summary>
    public void Append(int track, JournalRecordKind kind, MonotonicTime at, ReadOnlySpan<byte> payload)
    {
        var segment = _segments[track];
        if (segment.TryAppend(kind, at, payload))
        {
            return;
        }

        _chunks.Add(segment.Seal(last: false));
        WriteChunks();
        segment.TryAppend(kind, at, payload);
    }

    /// <summary>Hands what waits to the kernel: it survives the end of this process.</summary>
    public void Flush()
    {
        foreach (var segment in _segments.Values)
        {
            if (segment.Pending)
            {
                _chunks.Add(segment.Seal(last: false));
            }
        }

        WriteChunks();
    }

    /// <summary>Lets the disk begin with what <see cref="Commit"/> will wait for.</summary>
    public void BeginCommit()
    {
        if (_dirty)
        {
            LibC.BeginSync(_file, _committed, Length - _committed);
        }
    }

    /// <summary>Forces what was handed over to the disk: it survives a power cut.</summary>
    public void Commit()
    {
        if (_dirty)
        {
            LibC.SyncData(_file);
            _committed = Length;
            _dirty = false;
        }
    }

    /// <summary>Writes each segment's last chunk and forces all of it to the disk.</summary>
    public void Finish()
    {
        _chunks.AddRange(_segments.OrderByDescending(entry => entry.Key).Select(entry => entry.Value.Seal(last: true)));
        WriteChunks();
        RandomAccess.SetLength(_file, Length); // gives back what was reserved beyond the end
        Commit();
    }

    public void Dispose()
    {
        _file.Dispose();
        foreach (var segment in _segments.Values)
        {
            segment.Dispose();
        }
    }

    private void WriteChunks()
    {
        if (_chunks.Count == 0)
        {
            return;
        }

        long length = 0;
        foreach (var chunk in _chunks)
        {
            length += chunk.Length;
        }

        while (Length + length > _reserved)
        {
            LibC.Reserve(_file, _reserved, ReserveStep);
            _reserved += ReserveStep;
        }

        _disk.Write(_file, _chunks, Length);
        _chunks.Clear();
        Length += length;
        _dirty = true;
    }
}
