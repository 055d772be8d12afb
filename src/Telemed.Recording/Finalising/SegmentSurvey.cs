using System.Security.Cryptography;
using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;

namespace Telemed.Recording.Finalising;

/// <summary>What one pass over a segment finds, whatever it holds.</summary>
internal abstract class SegmentSurvey
{
    /// <summary>The segment.</summary>
    public required SegmentSource Source { get; init; }

    /// <summary>The file itself: size, hash, chain, damages.</summary>
    public ManifestSegment File { get; private set; } = null!;

    /// <summary>The file's head; null when it is damaged.</summary>
    public JournalSegmentHeader? Header { get; private set; }

    /// <summary>The receive time of the first record; <see cref="long.MaxValue"/> when there is none.</summary>
    public long FirstNs { get; private set; } = long.MaxValue;

    /// <summary>The receive time of the latest record; <see cref="long.MinValue"/> when there is none.</summary>
    public long LastNs { get; private set; } = long.MinValue;

    /// <summary>Receive times just before each place where bytes had to be stepped over.</summary>
    public List<long> DamagedNs { get; } = [];

    /// <summary>Reads the whole segment.</summary>
    protected void Read(CaseKey key)
    {
        using var file = Source.Open();
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        using var reader = new JournalSegmentReader(file, key);
        var damages = reader.Damages.Count;
        while (reader.TryRead(out var record))
        {
            if (reader.Damages.Count != damages)
            {
                damages = reader.Damages.Count;
                DamagedNs.Add(LastNs == long.MinValue ? record.ReceivedAt.Nanoseconds : LastNs);
            }

            FirstNs = Math.Min(FirstNs, record.ReceivedAt.Nanoseconds);
            LastNs = Math.Max(LastNs, record.ReceivedAt.Nanoseconds);
            Take(record);
        }

        Header = reader.Header;
        File = new(
            Source.Path, file.Length, hash, Convert.ToHexStringLower(reader.Chain), reader.End, [.. reader.Damages]);
    }

    /// <summary>Takes one record.</summary>
    protected abstract void Take(in JournalRecord record);
}
