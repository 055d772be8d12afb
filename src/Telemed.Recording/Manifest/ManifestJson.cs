using System.Text.Json;
using System.Text.Json.Serialization;
using Telemed.Recording.Journal;

namespace Telemed.Recording.Manifest;

/// <summary>The manifest's JSON, written and read by generated code.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(RecordingManifest))]
public sealed partial class ManifestJson : JsonSerializerContext
{
    /// <summary>The manifest as JSON.</summary>
    public static byte[] Write(RecordingManifest manifest) =>
        JsonSerializer.SerializeToUtf8Bytes(manifest, Default.RecordingManifest);

    /// <summary>Reads a manifest; null when the text is none.</summary>
    public static RecordingManifest? Read(ReadOnlySpan<byte> json) =>
        JournalJson.Read(json, Default.RecordingManifest) is not { } read ? null : read with
        {
            // Version 1 had none of these.
            Consents = read.Consents ?? [],
            Transports = read.Transports ?? [],
            Speech = read.Speech ?? [],
            Previews = read.Previews ?? [],
        };
}
