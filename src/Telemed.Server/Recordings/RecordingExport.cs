using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.Media.Recording;
using Telemed.Recording.Manifest;

namespace Telemed.Server.Recordings;

/// <summary>
/// Writes a recording's export: the finished files in plain, the signed manifest, and a FHIR bundle that a record system can
/// file. <c>telemed recording verify FOLDER</c> checks it once it is unpacked.
/// </summary>
internal sealed class RecordingExport(
    RecordingLibrary library, RecordingManifest manifest, ConsultView consult, DateTimeOffset now, Func<string, Name> name)
{
    /// <summary>Writes it, piece by piece.</summary>
    public async Task WriteAsync(Stream output, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, null, ct);
        var sums = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in manifest.Files())
        {
            await using var content = library.OpenFile(manifest.RecordingId, file.Name)
                ?? throw new IOException("A finished file is missing.");
            sums[file.Name] = await AddAsync(zip, file.Name, content, ct);
        }

        var json = ManifestJson.Write(manifest);
        await AddAsync(zip, "manifest.json", json, ct);
        if (library.FindSignature(manifest.RecordingId) is { } signature)
        {
            await AddAsync(zip, "manifest.sig", signature.Signature, ct);
            await AddAsync(zip, "certificate.pem", System.Text.Encoding.ASCII.GetBytes(signature.CertificatePem), ct);
            var bundle = new FhirBundle(manifest, consult, now, name).Write(sums, signature.Signature);
            await AddAsync(zip, "fhir-bundle.json", JsonSerializer.SerializeToUtf8Bytes(bundle), ct);
        }
    }

    private static async Task AddAsync(ZipArchive zip, string name, byte[] content, CancellationToken ct)
    {
        using var stream = new MemoryStream(content, writable: false);
        await AddAsync(zip, name, stream, ct);
    }

    /// <summary>Adds a file, stored as it is since video does not shrink; gives its SHA-1, which FHIR's attachments ask for
    /// (Attachment.hash).</summary>
    private static async Task<byte[]> AddAsync(ZipArchive zip, string name, Stream content, CancellationToken ct)
    {
#pragma warning disable CA5350 // FHIR R4 names SHA-1 for Attachment.hash; what counts is the signed manifest's SHA-256
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
#pragma warning restore CA5350
        await using var entry = await zip.CreateEntry(name, CompressionLevel.NoCompression).OpenAsync(ct);
        var buffer = new byte[64 * 1024];
        for (int count; (count = await content.ReadAsync(buffer, ct)) > 0;)
        {
            hash.AppendData(buffer, 0, count);
            await entry.WriteAsync(buffer.AsMemory(0, count), ct);
        }

        return hash.GetHashAndReset();
    }
}
