using System.Text.Json;
using System.Text.Json.Serialization;
using Telemed.Recording.Journal;

namespace Telemed.Recording.Sealing;

/// <summary>The JSON of seals and certificates of destruction, written and read by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RecordingSeal))]
[JsonSerializable(typeof(DestructionCertificate))]
public sealed partial class SealJson : JsonSerializerContext
{
    /// <summary>A seal as JSON.</summary>
    public static byte[] Write(RecordingSeal seal) => JsonSerializer.SerializeToUtf8Bytes(seal, Default.RecordingSeal);

    /// <summary>A certificate of destruction as JSON.</summary>
    public static byte[] Write(DestructionCertificate certificate) =>
        JsonSerializer.SerializeToUtf8Bytes(certificate, Default.DestructionCertificate);

    /// <summary>Reads a seal; null when the text is none.</summary>
    public static RecordingSeal? ReadSeal(ReadOnlySpan<byte> json) => JournalJson.Read(json, Default.RecordingSeal);

    /// <summary>Reads a certificate of destruction; null when the text is none.</summary>
    public static DestructionCertificate? ReadDestruction(ReadOnlySpan<byte> json) =>
        JournalJson.Read(json, Default.DestructionCertificate);
}
