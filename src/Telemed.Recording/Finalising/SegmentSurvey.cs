using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;

namespace Telemed.Recording.Finalising;

/// <summary>What one pass over a segment finds, whatever it holds.</summary>
internal abstract class SegmentSurvey
{
    /// <summary>The file.</summary>
    public required SegmentSource Source { get; init; }

    /// <summary>SHA-256 of the file, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The track within the epoch; 0 is the index.</summary>
    public int Track { get; init; }

    /// <summary>The segment itself: size and hash of its file, chain, damages.</summary>
    public ManifestSegment File { get; private set; } = null!;

    /// <summary>Every track of which the file has a chunk, the index (0) included.</summary>
    public IReadOnlySet<int> Tracks { get; private set; } = null!;

    /// <summary>Bytes of this segment's chunks.</summary>
    public long SizeBytes { get; private set; }

    /// <summary>The receive time of the first record; <see cref="long.MaxValue"/> when there is none.</summary>
    public long FirstNs { get; private set; } = long.MaxValue;

    /// <summary>The receive time of the latest record; <see cref="long.MinValue"/> when there is none.</summary>
    public long LastNs { get; private set; } = long.MinValue;

    /// <summary>Receive times just before each place where bytes of this segment had to be stepped over.</summary>
    public List<long> DamagedNs { get; } = [];

    /// <summary>Reads the whole segment.</summary>
    protected void Read(CaseKey key)
    {
        using var file = Source.Open();
        using var reader = new JournalSegmentReader(file, Track, key);
        var damages = reader.Damages.Count;
        while (reader.TryRead(out var record))
        {
            var isLoss = reader.Damages.Skip(damages).Any(IsLoss);
            damages = reader.Damages.Count;
            if (isLoss)
            {
                DamagedNs.Add(LastNs == long.MinValue ? record.ReceivedAt.Nanoseconds : LastNs);
            }

            FirstNs = Math.Min(FirstNs, record.ReceivedAt.Nanoseconds);
            LastNs = Math.Max(LastNs, record.ReceivedAt.Nanoseconds);
            Take(record);
        }

        Tracks = reader.Tracks;
        SizeBytes = reader.Bytes;
        File = new(
            Source.Path, Track, file.Length, Sha256, Convert.ToHexStringLower(reader.Chain), reader.End, [.. reader.Damages]);
    }

    /// <summary>A chunk whose head is damaged may be another track's; if it was this one's, its number is missed later.</summary>
    private static bool IsLoss(JournalDamage damage) =>
        damage.Kind is JournalDamageKind.ChunkBody or JournalDamageKind.MissingChunks or JournalDamageKind.Record;

    /// <summary>Takes one record.</summary>
    protected abstract void Take(in JournalRecord record);
}
