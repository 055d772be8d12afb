using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;
using Telemed.Rtc.Time;

namespace Telemed.Media.Recording;

/// <summary>One segment file that is being written. Journal thread only.</summary>
internal sealed class JournalFile : IDisposable
{
    private const long ReserveStep = 1 << 20;

    private readonly SafeFileHandle _file;
    private readonly JournalSegmentWriter _writer;
    private long _reserved;
    private bool _dirty;

    /// <summary>Makes the file with its head.</summary>
    /// <exception cref="IOException">It exists already, or the disk refuses.</exception>
    public JournalFile(Func<string, SafeFileHandle> open, string path, JournalSegmentHeader header, CaseKey key)
    {
        Span<byte> salt = stackalloc byte[16];
        RandomNumberGenerator.Fill(salt);
        _writer = new(header, key, BinaryPrimitives.ReadUInt128LittleEndian(salt));
        try
        {
            _file = open(path);
            Write(_writer.Header);
        }
        catch
        {
            _file?.Dispose();
            _writer.Dispose();
            throw;
        }
    }

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <summary>Opens a new file for writing at any offset.</summary>
    public static SafeFileHandle Create(string path)
    {
        var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
#pragma warning disable CA1416 // the node runs on Linux only
        File.SetUnixFileMode(handle, RecordingPaths.FileMode);
#pragma warning restore CA1416
        return handle;
    }

    /// <summary>Takes a record; writes a chunk when enough have come together.</summary>
    public void Append(JournalRecordKind kind, MonotonicTime at, ReadOnlySpan<byte> payload)
    {
        if (_writer.TryAppend(kind, at, payload))
        {
            return;
        }

        Flush();
        _writer.TryAppend(kind, at, payload);
    }

    /// <summary>Hands what waits to the kernel: it survives the end of this process.</summary>
    public void Flush()
    {
        if (_writer.Pending)
        {
            Write(_writer.Seal(last: false));
        }
    }

    /// <summary>Forces what was handed over to the disk: it survives a power cut.</summary>
    public void Commit()
    {
        if (_dirty)
        {
            LibC.SyncData(_file);
            _dirty = false;
        }
    }

    /// <summary>Writes the last chunk and forces all of it to the disk.</summary>
    public void Finish()
    {
        Write(_writer.Seal(last: true));
        RandomAccess.SetLength(_file, Length); // gives back what was reserved beyond the end
        Commit();
    }

    public void Dispose()
    {
        _file.Dispose();
        _writer.Dispose();
    }

    private void Write(ReadOnlyMemory<byte> bytes)
    {
        if (Length + bytes.Length > _reserved)
        {
            LibC.Reserve(_file, _reserved, ReserveStep);
            _reserved += ReserveStep;
        }

        RandomAccess.Write(_file, bytes.Span, Length);
        Length += bytes.Length;
        _dirty = true;
    }
}
