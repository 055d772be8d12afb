using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Crypto;
using Telemed.Recording.Finalising;
using Telemed.Recording.Journal;

namespace Telemed.Media.Tests.Recording;

/// <summary>
/// A recording's journal in chunks of 200 ms, as the recorder writes them when packets come in real time, to be cut at
/// any byte as a kill would.
/// </summary>
internal sealed class CutJournal
{
    private const long ChunkNs = 200_000_000;

    private readonly CaseKey _key;
    private readonly List<byte> _file;
    private readonly List<(int Offset, long Ns)> _flushes;

    private CutJournal(CaseKey key, JournalSegmentHeader header)
    {
        _key = key;
        _file = [.. header.ToBytes()];
        _flushes = [(_file.Count, 0)];
    }

    public static CutJournal Of(Session session, string id)
    {
        var paths = new RecordingPaths(session.Options.Directory);
        var key = KeyStore.Open(paths, null).Find("consult-1")!;
        var journal = new CutJournal(key, new(id, "consult-1", 0));
        journal.Write(new(id, "consult-1", 0), File.ReadAllBytes(paths.Journal(id, 0)));
        return journal;
    }

    /// <summary>Cuts the file where its writer was at one random moment, give or take a torn write.</summary>
    /// <returns>The project, the moment in milliseconds, and when the write that was torn was made.</returns>
    public (RecordingProject Project, long ReachedMs, long TornMs) Cut(Random random)
    {
        var moment = (long)(((random.NextDouble() * 10) + 1) * 1e9);
        var written = _flushes.FindLast(flush => flush.Ns <= moment);
        var next = _flushes.Find(flush => flush.Offset > written.Offset);
        var length = next == default ? _file.Count : random.Next(written.Offset, next.Offset);
        byte[] cut = [.. _file[..length]];
        var project = RecordingProject.Open([new(0, "journal.tmj", () => new MemoryStream(cut))], _key)!;
        return (project, moment / 1_000_000, (written.Ns + ChunkNs) / 1_000_000);
    }

    private void Write(JournalSegmentHeader header, byte[] whole)
    {
        var records = Records(whole).OrderBy(record => record.Ns).ToList();
        var writers = records.Select(record => record.Track).Distinct().Order()
            .ToDictionary(track => track, track => new JournalSegmentWriter(header, track, _key, (UInt128)(track + 1)));
        var due = ChunkNs;
        foreach (var (track, kind, ns, payload) in records)
        {
            if (ns >= due)
            {
                Flush(writers.Values, due, last: false);
                due = ((ns / ChunkNs) + 1) * ChunkNs;
            }

            while (!writers[track].TryAppend(kind, new(ns), payload))
            {
                _file.AddRange(writers[track].Seal(last: false).Span);
            }
        }

        Flush(writers.Values, due, last: true);
        foreach (var writer in writers.Values)
        {
            writer.Dispose();
        }
    }

    private void Flush(IEnumerable<JournalSegmentWriter> writers, long ns, bool last)
    {
        foreach (var writer in writers.Where(writer => writer.Pending || last))
        {
            _file.AddRange(writer.Seal(last).Span);
        }

        _flushes.Add((_file.Count, ns));
    }

    private IEnumerable<(int Track, JournalRecordKind Kind, long Ns, byte[] Payload)> Records(byte[] whole)
    {
        SortedSet<int> tracks = [0];
        for (var track = 0; tracks.Contains(track); track++)
        {
            using var reader = new JournalSegmentReader(new MemoryStream(whole), track, _key);
            while (TryRead(reader, out var record))
            {
                yield return (track, record.Kind, record.Ns, record.Payload);
            }

            tracks.UnionWith(reader.Tracks);
        }
    }

    private static bool TryRead(JournalSegmentReader reader, out (JournalRecordKind Kind, long Ns, byte[] Payload) record)
    {
        var isRead = reader.TryRead(out var view);
        record = isRead ? (view.Kind, view.ReceivedAt.Nanoseconds, view.Payload.ToArray()) : default;
        return isRead;
    }
}
