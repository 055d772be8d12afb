using System.Security.Cryptography;
using Telemed.Recording.Crypto;
using Telemed.Recording.Finalising;
using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;

namespace Telemed.Media.Recording;

/// <summary>Compares every byte of a recording with its check sums, chains and manifest.</summary>
internal sealed class RecordingVerifier(
    RecordingPaths paths, Vault vault, string recordingId, CaseKey key, List<string> faults)
{
    /// <summary>Verifies; the faults are in the list given.</summary>
    public void Run(IReadOnlyList<SegmentSource> segments)
    {
        RecordingManifest? manifest = null;
        try
        {
            manifest = vault.ReadManifest(recordingId, key);
        }
        catch (RecordingException exception)
        {
            faults.Add($"manifest: {exception.Message}");
        }

        foreach (var segment in segments)
        {
            Segment(segment, manifest);
        }

        if (manifest is null)
        {
            return;
        }

        foreach (var listed in manifest.Segments.Where(listed => !segments.Any(file => file.Path == listed.Path)))
        {
            faults.Add($"{listed.Path}: the file is missing.");
        }

        foreach (var file in manifest.Participants.Select(person => person.File).Append(manifest.Video))
        {
            if (file is not null)
            {
                Finished(file);
            }
        }
    }

    private void Segment(SegmentSource segment, RecordingManifest? manifest)
    {
        using var file = segment.Open();
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        var (header, tracks) = Records(segment, file, track: 0);
        foreach (var track in tracks.Where(track => track != 0))
        {
            Records(segment, file, track);
        }

        Compare(segment, hash, header, manifest?.Segments.FirstOrDefault(entry => entry.Path == segment.Path), manifest);
    }

    private (JournalSegmentHeader? Header, IReadOnlySet<int> Tracks) Records(SegmentSource segment, Stream file, int track)
    {
        using var reader = new JournalSegmentReader(file, track, key);
        while (reader.TryRead(out _))
        {
            // Reading checks everything.
        }

        foreach (var damage in reader.Damages.Where(damage => damage.Kind != JournalDamageKind.TornTail))
        {
            var fault = $"{segment.Path}: {damage.Kind} at byte {damage.Offset}.";
            if (!faults.Contains(fault))
            {
                faults.Add(fault);
            }
        }

        return (reader.Header, reader.Tracks);
    }

    private void Compare(
        SegmentSource segment,
        string hash,
        JournalSegmentHeader? header,
        ManifestSegment? listed,
        RecordingManifest? manifest)
    {
        if (manifest is not null && listed is null)
        {
            faults.Add($"{segment.Path}: the manifest does not know the file.");
        }
        else if (listed is not null && !string.Equals(listed.Sha256, hash, StringComparison.Ordinal))
        {
            faults.Add($"{segment.Path}: the file differs from the manifest's hash.");
        }

        if (header is not null && (header.RecordingId != recordingId || header.Epoch != segment.Epoch))
        {
            faults.Add($"{segment.Path}: the file belongs to another place.");
        }
    }

    private void Finished(ManifestFile file)
    {
        var path = paths.FinalFile(recordingId, file.Name);
        try
        {
            using var content = Vault.Open(path, key);
            if (content is null)
            {
                faults.Add($"{file.Name}: the file is missing.");
            }
            else if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.Sha256)
            {
                faults.Add($"{file.Name}: the content differs from the manifest's hash.");
            }
        }
        catch (Exception exception) when (exception is RecordingException or InvalidDataException)
        {
            faults.Add($"{file.Name}: {exception.Message}");
        }
    }
}
