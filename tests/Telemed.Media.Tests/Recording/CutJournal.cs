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
    private readonly List<(int Track, byte[] File, List<(int Offset, long Ns)> Chunks)> _segments = [];

    private CutJournal(CaseKey key) => _key = key;

    public static CutJournal Of(Session session, string id)
    {
        var paths = new RecordingPaths(session.Options.Directory);
        var journal = new CutJournal(KeyStore.Open(paths, null).Find("consult-1")!);
        foreach (var track in paths.Segments(id, 0))
        {
            var path = Path.Combine(paths.Epoch(id, 0), RecordingPaths.SegmentName(track));
            journal.Add(id, track, File.ReadAllBytes(path));
        }

        return journal;
    }

    /// <summary>Cuts every segment where its writer was at one random moment, give or take a torn write.</summary>
    /// <returns>The project, and the moment in milliseconds.</returns>
    public (RecordingProject Project, long ReachedMs) Cut(Random random)
    {
        var moment = (long)(((random.NextDouble() * 10) + 1) * 1e9);
        var sources = new List<SegmentSource>();
        foreach (var (track, file, chunks) in _segments)
        {
            var written = chunks.FindLast(chunk => chunk.Ns <= moment);
            var next = chunks.Find(chunk => chunk.Offset > written.Offset);
            var length = next == default ? file.Length : random.Next(written.Offset, next.Offset);
            var cut = file[..length];
            sources.Add(new(0, track, RecordingPaths.SegmentName(track), () => new MemoryStream(cut)));
        }

        return (RecordingProject.Open(sources, _key)!, moment / 1_000_000);
    }

    private void Add(string id, int track, byte[] whole)
    {
        using var reader = new JournalSegmentReader(new MemoryStream(whole), _key);
        using var writer = new JournalSegmentWriter(new(id, "consult-1", 0, track), _key, (UInt128)(track + 1));
        var file = new List<byte>(writer.Header.ToArray());
        var chunks = new List<(int, long)> { (file.Count, 0) };
        var due = ChunkNs;
        while (reader.TryRead(out var record))
        {
            if (record.ReceivedAt.Nanoseconds >= due && writer.Pending)
            {
                file.AddRange(writer.Seal(last: false).Span);
                chunks.Add((file.Count, due));
                due = ((record.ReceivedAt.Nanoseconds / ChunkNs) + 1) * ChunkNs;
            }

            while (!writer.TryAppend(record.Kind, record.ReceivedAt, record.Payload))
            {
                file.AddRange(writer.Seal(last: false).Span);
                chunks.Add((file.Count, record.ReceivedAt.Nanoseconds));
            }
        }

        file.AddRange(writer.Seal(last: false).Span);
        chunks.Add((file.Count, due));
        _segments.Add((track, [.. file], chunks));
    }
}
